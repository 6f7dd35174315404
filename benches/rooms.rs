//! How long parsing and checking take, on generated Terraform: a module with functions, queues, log
//! groups and volumes, repeated.
#![allow(missing_docs, clippy::unwrap_used, reason = "criterion makes the items")]

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

use std::collections::BTreeSet;

use skint::check::{self, Request};
use skint::cost::Terms;
use skint::cost::{self, Book, DEFAULT_PROFILE, Support, Traffic};
use skint::model::{Inputs, NoFiles, Origin};
use skint::pack::{Packs, Preset};
use skint::project::{Project, Syntax};
use skint::settings::Layers;
use skint::source::{FileId, Sources};
use skint::stubs::Stubs;
use skint::syntax;
use skint::tags::Policies;
use skint::tally::{self, Format, View};

/// The one of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One module of `n` services: about 900 bytes and four resources each.
fn module(n: usize) -> String {
    let mut text = String::from(
        "variable \"stage\" {\n  default = \"dev\"\n}\n\nlocals {\n  tags = { Stage = var.stage }\n}\n",
    );
    for i in 0..n {
        let _ = write!(
            text,
            r#"
# Service {i}
resource "aws_lambda_function" "f{i}" {{
  function_name = "${{var.stage}}-f{i}"
  role          = aws_iam_role.this.arn
  runtime       = "python3.13"
  handler       = "app.handler"
  memory_size   = 512
  timeout       = {timeout}
  architectures = ["arm64"]
  tags          = merge(local.tags, {{ Name = "f{i}", Tier = "api" }})

  environment {{
    variables = {{
      QUEUE = aws_sqs_queue.q{i}.url
      STAGE = var.stage
    }}
  }}
}}

resource "aws_sqs_queue" "q{i}" {{
  name           = "q{i}"
  redrive_policy = jsonencode({{ deadLetterTargetArn = "arn", maxReceiveCount = 5 }})
}}

resource "aws_cloudwatch_log_group" "l{i}" {{
  name              = "/aws/lambda/${{var.stage}}-f{i}"
  retention_in_days = 30
}}

resource "aws_ebs_volume" "v{i}" {{
  availability_zone = "eu-west-1a"
  size              = 40
  type              = "gp3"
}}
"#,
            timeout = i % 60 + 1,
        );
    }
    text
}

fn parse(criterion: &mut Criterion) {
    let text = module(1_000);
    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("native", |bencher| {
        bencher.iter(|| syntax::parse(FileId::DETACHED, black_box(&text)));
    });
    group.finish();
}

fn project(text: &str) -> Project {
    let mut sources = Sources::default();
    let file = sources.add("main.tf", text);
    let mut project = Project { sources, ..Project::default() };
    project.add(&[(file, Syntax::Native)], Origin::Own);
    project.finish(&Stubs::default());
    project
}

fn check(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    for n in [25, 250, 2_500, 25_000] {
        let text = module(n);
        group.throughput(Throughput::Elements(4 * n as u64));
        group.bench_with_input(BenchmarkId::new("instances", 4 * n), &text, |bencher, text| {
            bencher.iter(|| {
                let project = project(text);
                let (packs, settings) = (Packs::default(), Layers::default());
                let request = Request {
                    packs: &packs,
                    settings: &settings,
                    only: &[],
                    skip: &[],
                    prefix: "",
                    within: None,
                    is_narrowed: false,
                    inputs: &Inputs::default(),
                    files: &NoFiles,
                    roots: &BTreeSet::new(),

                    preset: Preset::Strict,
                    terms: Terms::of_examples(),
                    tags: None,
                    ignores: true,
                    baseline: None,
                    elsewhere: None,
                };
                check::check(project, &request)
            });
        });
    }
    group.finish();
}

/// Estimates alone: the project is read and parsed before.
fn estimate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("estimate");
    for n in [250, 2_500] {
        let project = project(&module(n));
        group.throughput(Throughput::Elements(4 * n as u64));
        group.bench_with_input(
            BenchmarkId::new("instances", 4 * n),
            &project,
            |bencher, project| {
                let traffic = Traffic::profile(DEFAULT_PROFILE).unwrap();
                let request = cost::Request {
                    book: &Book::embedded(),
                    support: &Support { today: "2026-11-21".to_owned() },
                    traffic: &traffic,
                    region: None,
                    free_tier: false,
                    inputs: &Inputs::default(),
                    files: &NoFiles,
                    roots: &BTreeSet::new(),
                    explained: None,
                };
                bencher.iter(|| cost::estimate(black_box(project), &request));
            },
        );
    }
    group.finish();
}

/// Tags and dollars together, and the screen that tells of them.
fn coverage(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("coverage");
    for n in [250, 2_500] {
        let project = project(&module(n));
        group.throughput(Throughput::Elements(4 * n as u64));
        group.bench_with_input(
            BenchmarkId::new("instances", 4 * n),
            &project,
            |bencher, project| {
                let terms = Terms::of_examples();
                let request = cost::Request {
                    book: terms.book,
                    support: terms.support,
                    traffic: terms.traffic,
                    region: None,
                    free_tier: false,
                    inputs: &Inputs::default(),
                    files: &NoFiles,
                    roots: &BTreeSet::new(),
                    explained: None,
                };
                let layers = Layers::default();
                let policies = Policies::new(&layers, None);
                let view = View::default();
                bencher.iter(|| {
                    let coverage = tally::coverage(black_box(project), &request, &policies, false);
                    let mut out = Vec::new();
                    tally::write(Format::Human, &mut out, &coverage, &project.sources, &view)
                        .unwrap();
                    out
                });
            },
        );
    }
    group.finish();
}

/// One price of each kind of table, out of tables that are unpacked already.
fn prices(criterion: &mut Criterion) {
    let book = Book::embedded();
    criterion.bench_function("prices/warm", |bencher| {
        bencher.iter(|| {
            let nat = book.rates(black_box("aws/vpc/nat_gateway.hour"), Some("eu-west-1"));
            let machine = book.rates(black_box("aws/ec2/instance.m7i.large"), Some("eu-west-1"));
            (nat, machine)
        });
    });
}

criterion_group!(benches, parse, check, estimate, coverage, prices);
criterion_main!(benches);

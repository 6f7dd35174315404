//! What refers to what, and the questions of this field: `fixtures/graph/cases`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use skint::check::{self, Request, Run};
use skint::cost::Terms;
use skint::eval::{self, Reference, Resolved, Scope, Value};
use skint::graph::policy::{self, Answer, Hole, Pattern};
use skint::graph::{By, ExitKind, Graph, Sync, ThingId, World};
use skint::model::{Absent, Configuration, Files, Inputs, Model, Origin};
use skint::pack::{Packs, Preset};
use skint::project::{Project, Syntax};
use skint::settings::Layers;
use skint::source::FileId;
use skint::stubs::Stubs;
use skint::syntax::{self, Block};

use crate::fixtures;

/// One configuration, the thing that is asked about, and what should be answered.
struct Case {
    /// Terraform, by path.
    modules: BTreeMap<String, String>,
    texts: Texts,
    of: String,
    expected: Vec<(String, Value)>,
}

/// What expressions read.
#[derive(Default)]
struct Texts(BTreeMap<String, String>);

impl Files for Texts {
    fn read(&self, path: &str) -> Result<Arc<[u8]>, Absent> {
        self.0.get(path).map(|it| it.as_bytes().into()).ok_or(Absent::Missing)
    }

    fn exists(&self, path: &str) -> Result<bool, Absent> {
        Ok(self.0.contains_key(path))
    }

    fn list(&self, _directory: &str) -> Result<Vec<String>, Absent> {
        Ok(self.0.keys().cloned().collect())
    }
}

struct Plain;

impl Scope for Plain {
    fn resolve(&mut self, reference: &Reference<'_>) -> Resolved {
        panic!("a case refers to {}", reference.root)
    }
}

fn attribute(block: &Block, name: &str) -> Option<Value> {
    block.body.attribute(name).map(|it| eval::evaluate(&it.expr, &mut Plain))
}

fn inside<'t>(block: &Block, text: &'t str) -> Vec<&'t str> {
    block.body.blocks.iter().map(|it| &text[it.span.range()]).collect()
}

fn case(block: &Block, text: &str) -> Case {
    let is_file = |it: &&Block| it.kind.text == "file";
    let root = block.body.blocks.iter().filter(|it| !is_file(it));
    let root: Vec<&str> = root.map(|it| &text[it.span.range()]).collect();
    let mut modules = BTreeMap::from([("main.tf".to_owned(), root.join("\n"))]);
    let mut texts = Texts::default();
    for file in block.body.blocks.iter().filter(is_file) {
        let path = file.label(0).expect("a file has a path").to_owned();
        match attribute(file, "text") {
            Some(content) => texts.0.insert(path, content.as_str().unwrap().to_owned()),
            None => modules.insert(path, inside(file, text).join("\n")),
        };
    }
    let of = attribute(block, "of").map(|it| it.as_str().unwrap().to_owned());
    let of = of.unwrap_or_else(|| {
        let first = block.body.blocks("resource").next().expect("a case has a resource");
        format!("{}.{}", first.label(0).unwrap(), first.label(1).unwrap())
    });
    let expected = attribute(block, "expect").expect("a case expects something");
    let entries = expected.as_object().expect("what is expected is an object").entries();
    let expected = entries.iter().map(|(key, it)| (key.to_string(), it.clone())).collect();
    Case { modules, texts, of, expected }
}

fn project(modules: &BTreeMap<String, String>) -> Project {
    let mut project = Project::default();
    for (path, text) in modules {
        let file = project.sources.add(path.as_str(), text.as_str());
        project.add(&[(file, Syntax::Native)], Origin::Own);
    }
    project.finish(&Stubs::default());
    assert_eq!(project.problems, [], "{modules:?}");
    project
}

/// Calls something with the world of a configuration.
fn in_world<T>(
    modules: &BTreeMap<String, String>,
    files: &dyn Files,
    work: impl FnOnce(&mut World<'_, '_>) -> T,
) -> T {
    let project = project(modules);
    let model = Model::new(&project.files, &project.links);
    let root = model.modules.iter().position(|it| it.directory.is_empty()).expect("a root");
    let inputs = Inputs::default();
    let mut world = World::new(Configuration::new(&model, root, &inputs, files));
    work(&mut world)
}

/// The answer to a question, as it is written in a case: `edges`, `triggers of aws_lambda_function.a` ….
fn answer(question: &str, of: &str, world: &mut World<'_, '_>) -> Vec<String> {
    let (question, of) = question.split_once(" of ").unwrap_or((question, of));
    let graph = world.graph();
    let thing = graph.by_address(of).unwrap_or_else(|| panic!("there is no {of}"));
    let mut told = match question {
        "edges" => edges(&graph, thing),
        "blind" => graph.blind(thing).map(|it| it.attribute.to_string()).collect(),
        "triggers" => triggers(&graph, thing, world),
        "invokers" => invokers(&graph, thing, world),
        "databases" => databases(&graph, thing),
        "exits" => exits(&graph, thing, world),
        "cluster" => cluster(&graph, thing, world),
        "subnets" => subnets(&graph, thing),
        "role" => {
            let role = graph.role(thing, &mut world.configuration);
            role.thing.map(|it| graph.things[it].address.clone()).into_iter().collect()
        }
        _ => match question.split_once(' ') {
            Some(("may", action)) => return vec![may(&graph, thing, action, world)],
            _ => panic!("nobody asks {question}"),
        },
    };
    told.sort();
    told
}

fn edges(graph: &Graph<'_, '_>, thing: ThingId) -> Vec<String> {
    let edges = graph.refs(thing).map(|it| {
        let doubt = if it.certain { "" } else { " ?" };
        format!("{} > {}{doubt}", it.attribute, graph.things[it.to].address)
    });
    edges.collect::<BTreeSet<_>>().into_iter().collect()
}

fn triggers<'m, 'a>(
    graph: &Graph<'m, 'a>,
    thing: ThingId,
    world: &mut World<'m, 'a>,
) -> Vec<String> {
    let answer = graph.triggers(thing, &mut world.configuration);
    let found = answer.found.iter().map(|it| {
        let by = it.by.map_or("somebody", |it| &graph.things[it].address);
        let how = match it.sync {
            Sync::Waits => "waits",
            Sync::HandsOver => "hands over",
            Sync::Polls => "polls",
        };
        format!("{by} {how}")
    });
    let unknown = answer.unknown.iter().map(|it| unknown(graph, it.from));
    found.chain(unknown).collect()
}

fn unknown(graph: &Graph<'_, '_>, thing: ThingId) -> String {
    format!("unknown {}", graph.things[thing].address)
}

fn invokers<'m, 'a>(
    graph: &Graph<'m, 'a>,
    thing: ThingId,
    world: &mut World<'m, 'a>,
) -> Vec<String> {
    let answer = graph.invokers(thing, &mut world.configuration);
    let found = answer.found.iter().map(|it| {
        let allowed = if it.allowed.is_some() { " allowed" } else { "" };
        let named = if it.named.is_some() { " named" } else { "" };
        format!("{}{allowed}{named}", graph.things[it.function].address)
    });
    let unknown = answer.unknown.iter().map(|it| unknown(graph, it.from));
    found.chain(unknown).collect()
}

fn databases(graph: &Graph<'_, '_>, thing: ThingId) -> Vec<String> {
    let answer = graph.databases(thing);
    let found = answer.found.iter().map(|it| {
        let by = match it.by {
            By::Address => "address",
            By::Secret => "secret",
            By::Firewall => "firewall",
        };
        let proxy = it.proxy.map(|it| format!(" through {}", graph.things[it].address));
        format!("{} by {by}{}", graph.things[it.database].address, proxy.unwrap_or_default())
    });
    let unknown = answer.unknown.iter().map(|it| unknown(graph, it.from));
    found.chain(unknown).collect::<BTreeSet<_>>().into_iter().collect()
}

fn exits<'m, 'a>(graph: &Graph<'m, 'a>, thing: ThingId, world: &mut World<'m, 'a>) -> Vec<String> {
    let answer = graph.exits(thing, &mut world.configuration);
    let found = answer.found.iter().map(|it| {
        let kind = match it.kind {
            ExitKind::Endpoint => format!("endpoint {}", it.service.as_deref().unwrap_or("?")),
            kind => format!("{kind:?}").to_lowercase(),
        };
        format!("{kind} {}", graph.things[it.by].address)
    });
    let unknown = answer.unknown.iter().map(|it| unknown(graph, it.from));
    found.chain(unknown).collect::<BTreeSet<_>>().into_iter().collect()
}

fn cluster<'m, 'a>(
    graph: &Graph<'m, 'a>,
    thing: ThingId,
    world: &mut World<'m, 'a>,
) -> Vec<String> {
    let cluster = graph.cluster(thing, &mut world.configuration);
    let capacity = cluster.capacity.iter().map(|it| format!("on {}", graph.things[*it].address));
    let work = cluster.workloads.iter().map(|it| {
        let doubt = if it.certain { "" } else { " ?" };
        format!("runs {}{doubt}", graph.things[it.thing].address)
    });
    capacity.chain(work).collect()
}

fn subnets(graph: &Graph<'_, '_>, thing: ThingId) -> Vec<String> {
    let answer = graph.subnets(thing);
    let found = answer.found.iter().map(|it| graph.things[*it].address.clone());
    found.chain(answer.unknown.iter().map(|it| unknown(graph, it.from))).collect()
}

/// `sqs:SendMessage on aws_sqs_queue.q`
fn may<'m, 'a>(
    graph: &Graph<'m, 'a>,
    thing: ThingId,
    asked: &str,
    world: &mut World<'m, 'a>,
) -> String {
    let (action, on) = asked.split_once(" on ").expect("an action is on something");
    let role = graph.role(thing, &mut world.configuration);
    let arn = match graph.by_address(on) {
        Some(on) => graph.arn(on),
        None => {
            let rest = on.strip_prefix("arn:aws").expect("an ARN");
            let hole = Pattern::hole(Hole::part().named("partition"));
            [Pattern::exactly("arn:"), hole, Pattern::exactly(rest)].into_iter().collect()
        }
    };
    match policy::allows(&role.statements, action, &arn) {
        Answer::Yes { .. } => "yes".to_owned(),
        Answer::No => "no".to_owned(),
        Answer::Unknown(_) => "unknown".to_owned(),
    }
}

/// A rule that has the question as its condition, put to the thing: `true`, `false` or `unknown`.
fn asked_by_a_rule(case: &Case, when: &str) -> String {
    let module = case.of.rsplit("module.").next().unwrap();
    let kind = module.split('.').rev().nth(1).unwrap();
    let rule = format!(
        "rule \"asked\" {{\n title = \"T\"\n severity = \"warning\"\n resources = [\"{kind}\"]\n \
         when = {when}\n message = \"m\"\n why = \"w\"\n}}\n"
    );
    let packs = Packs::new(&[("asked.hcl".to_owned(), rule)]).unwrap();
    let run = run(&case.modules, &case.texts, &packs);
    let places = run.findings.iter().flat_map(|it| &it.places);
    if places.clone().any(|it| it.address == case.of) {
        return "true".to_owned();
    }
    match run.undecided.iter().find(|it| it.address == case.of) {
        Some(undecided) if undecided.reason.contains("neither true nor false") => {
            format!("wrong: {}", undecided.reason)
        }
        Some(_) => "unknown".to_owned(),
        None => "false".to_owned(),
    }
}

fn run(modules: &BTreeMap<String, String>, files: &dyn Files, packs: &Packs) -> Run {
    let (settings, only) = (Layers::default(), ["asked".to_owned()]);
    let request = Request {
        packs,
        settings: &settings,
        only: &only,
        skip: &[],
        prefix: "",
        within: None,
        is_narrowed: false,
        inputs: &Inputs::default(),
        files,
        roots: &BTreeSet::new(),

        preset: Preset::Strict,
        terms: Terms::of_examples(),
        tags: None,
        ignores: true,
        baseline: None,
        elsewhere: None,
    };
    check::check(project(modules), &request)
}

fn mistakes(case: &Case) -> Vec<String> {
    let mut mistakes = Vec::new();
    in_world(&case.modules, &case.texts, |world| {
        for (question, expected) in case.expected.iter().filter(|(it, _)| it != "rule") {
            let mut wanted: Vec<&str> = match expected.as_items() {
                Some(items) => items.iter().map(|it| it.as_str().unwrap()).collect(),
                None => vec![expected.as_str().unwrap()],
            };
            wanted.sort_unstable();
            let told = answer(question, &case.of, world);
            if told != wanted {
                mistakes.push(format!("{question}: expected {wanted:?}, is {told:?}"));
            }
        }
    });
    let rules = case.expected.iter().filter(|(it, _)| it == "rule");
    for (when, wanted) in rules.flat_map(|(_, it)| it.as_object().unwrap().entries()) {
        let told = asked_by_a_rule(case, when);
        if Some(told.as_str()) != wanted.as_str() {
            mistakes.push(format!("{when}: expected {}, is {told}", wanted.to_hcl()));
        }
    }
    mistakes
}

#[test]
fn the_graph_of_every_case_is_as_drawn_by_hand() {
    let (mut asked, mut wrong) = (0, Vec::new());
    for (name, path) in fixtures::files("graph/cases") {
        let text = String::from_utf8(fixtures::read(&path)).unwrap();
        let parsed = syntax::parse(FileId::DETACHED, &text);
        assert_eq!(parsed.errors, [], "{name}");
        for block in parsed.tree.body.blocks("case") {
            asked += 1;
            let case = case(block, &text);
            let title = block.label(0).expect("a case has a name");
            wrong.extend(mistakes(&case).into_iter().map(|it| format!("{name}: {title}: {it}")));
        }
    }
    assert!(wrong.is_empty(), "{} wrong of {asked} cases:\n{}", wrong.len(), wrong.join("\n"));
    assert!(asked >= 90, "there are only {asked} cases");
}

fn graph_of(text: &str) -> (usize, usize, usize) {
    let modules = BTreeMap::from([("main.tf".to_owned(), text.to_owned())]);
    in_world(&modules, &Texts::default(), |world| {
        let graph = world.graph();
        (graph.things.len(), graph.edges.len(), graph.blind.len())
    })
}

#[test]
fn circles_of_references_come_to_an_end() {
    let text = "
        locals {
          a = local.b
          b = local.a
        }
        resource \"aws_sqs_queue\" \"a\" {
          name           = local.a
          redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.b.arn })
        }
        resource \"aws_sqs_queue\" \"b\" {
          for_each       = { for it in [aws_sqs_queue.b] : \"x\" => it }
          name           = aws_sqs_queue.b[\"x\"].name
          redrive_policy = aws_sqs_queue.a.redrive_policy
        }
        resource \"aws_sqs_queue\" \"c\" {
          for_each = aws_sqs_queue.d
          name     = each.value.name
        }
        resource \"aws_sqs_queue\" \"d\" {
          for_each = aws_sqs_queue.c
          name     = each.value.name
        }";
    let (things, _, blind) = graph_of(text);
    assert_eq!(things, 4);
    assert!(blind >= 4, "{blind}");
}

/// A line could make ten thousand millions of links.
#[test]
fn very_many_instances_that_name_each_other() {
    let text = "
        resource \"aws_subnet\" \"s\" {
          count = 100000
        }
        resource \"aws_db_subnet_group\" \"g\" {
          count      = 1000
          subnet_ids = aws_subnet.s[*].id
        }
        resource \"aws_db_subnet_group\" \"h\" {
          count      = 1000
          subnet_ids = [aws_subnet.s[var.n].id]
        }
        variable \"n\" {}";
    let (things, edges, blind) = graph_of(text);
    assert_eq!(things, 102_000);
    assert!(edges <= 700_000, "{edges}");
    assert!(blind >= 1_000, "{blind}");
}

#[test]
fn a_long_chain_of_instances() {
    let text = "
        resource \"aws_iam_role\" \"r\" {
          for_each = toset([for it in setproduct(range(200), range(100)) : join(\"-\", it)])
          name     = \"role-${each.key}\"
        }
        resource \"aws_lambda_function\" \"f\" {
          for_each = aws_iam_role.r
          role     = each.value.arn
        }";
    assert_eq!(graph_of(text), (40_000, 20_000, 0));
}

#[test]
fn deep_modules_are_followed_to_their_end() {
    let mut modules = BTreeMap::new();
    for level in 0..30 {
        let directory = if level == 0 { String::new() } else { format!("m{level}/") };
        let from = if level == 0 { "./" } else { "../" };
        let below = match level {
            29 => "resource \"aws_lambda_function\" \"f\" {\n role = var.role\n}\n".to_owned(),
            _ => format!(
                "module \"m\" {{\n source = \"{from}m{}\"\n role = {}\n}}\n",
                level + 1,
                match level {
                    0 => "aws_iam_role.r.arn",
                    _ => "var.role",
                }
            ),
        };
        let top = match level {
            0 => "resource \"aws_iam_role\" \"r\" {}\n",
            _ => "variable \"role\" {\n type = string\n}\n",
        };
        modules.insert(format!("{directory}main.tf"), format!("{top}{below}"));
    }
    let edges = in_world(&modules, &Texts::default(), |world| world.graph().edges.len());
    assert_eq!(edges, 1);
}

#[test]
fn names_as_keys_of_maps_and_of_instances() {
    let text = "
        resource \"aws_sqs_queue\" \"q\" {
          for_each = toset([\"a\", \"b\"])
          name     = \"q-${each.key}\"
        }
        resource \"aws_sqs_queue_policy\" \"p\" {
          for_each  = { for it in aws_sqs_queue.q : it.name => it.url }
          queue_url = each.value
        }
        resource \"aws_lambda_function\" \"f\" {
          environment {
            variables = { for it in aws_sqs_queue.q : it.arn => it.name }
          }
        }";
    assert_eq!(graph_of(text), (5, 4, 0));
}

/// Letters that stand for names in the program, and that nobody else uses, unless to mislead.
#[test]
fn letters_of_nobody_do_no_harm() {
    let text = "
        resource \"aws_sqs_queue\" \"q\" {
          name = \"\u{E0F0}0\u{E0F1}\"
        }
        resource \"aws_lambda_function\" \"f\" {
          function_name = \"\u{E0F0}99999999999999999999\u{E0F1}\u{E0F1}\u{E0F0}\"
          role          = \"\u{E0F0}7\u{E0F1}\u{E0F0}x\u{E0F1}\"
          handler       = aws_sqs_queue.q.name
          runtime       = substr(aws_sqs_queue.q.arn, 1, 1)
          environment {
            variables = { \"\u{E0F0}\" = \"\u{E0F1}0\u{E0F0}\" }
          }
        }";
    let (things, _, _) = graph_of(text);
    assert_eq!(things, 2);
}

/// What is traced is nowhere else: a rule sees the same, whether the graph was made before or not.
#[test]
fn tracing_changes_nothing_that_is_known() {
    let text = "
        resource \"aws_sqs_queue\" \"q\" {
          name = \"orders\"
        }
        locals {
          queue = { name = aws_sqs_queue.q.name, arn = aws_sqs_queue.q.arn }
        }
        resource \"aws_lambda_function\" \"f\" {
          for_each = { a = local.queue }
          handler  = each.value.name
          role     = each.value.arn
          environment {
            variables = { QUEUE = local.queue.name, ARN = local.queue.arn }
          }
        }";
    let modules = BTreeMap::from([("main.tf".to_owned(), text.to_owned())]);
    let told = |before: bool| {
        in_world(&modules, &Texts::default(), |world| {
            if before {
                world.graph();
            }
            let mut told = Vec::new();
            for (node, resource) in world.configuration.resources() {
                for instance in world.configuration.instances(node, resource) {
                    told.push(instance.to_value(&mut world.configuration));
                }
            }
            told
        })
    };
    assert_eq!(told(true), told(false));
    assert_eq!(told(true)[1].as_object().unwrap().get("handler").unwrap().as_str(), Some("orders"));
}

/// Forty documents, each made of the next one twice.
#[test]
fn documents_of_documents_do_not_multiply() {
    let mut text = "
        resource \"aws_lambda_function\" \"f\" {
          role = aws_iam_role.r.arn
        }
        resource \"aws_iam_role\" \"r\" {
          inline_policy {
            policy = data.aws_iam_policy_document.d0.json
          }
        }\n"
    .to_owned();
    for level in 0..40 {
        let next = format!("data.aws_iam_policy_document.d{}.json", (level + 1) % 40);
        let document = format!("d{level}\" {{\n source_policy_documents = [{next}, {next}]\n}}\n");
        text += "data \"aws_iam_policy_document\" \"";
        text += &document;
    }
    let modules = BTreeMap::from([("main.tf".to_owned(), text)]);
    in_world(&modules, &Texts::default(), |world| {
        let question = "may sqs:SendMessage on arn:aws:sqs:eu-west-1:1:x";
        assert_eq!(answer(question, "aws_lambda_function.f", world), ["unknown"]);
    });
}

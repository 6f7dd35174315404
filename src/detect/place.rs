//! Where the source of a function is: what its archive or its image is made of.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use ecow::{EcoString, eco_format};

use super::table::Language;
use crate::eval::Value;
use crate::graph::{Graph, ThingId, World};
use crate::model::Instance;
use crate::source::joined;
use crate::syntax::{Expr, ExprKind};

/// A file, or a directory with all that is below it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Place {
    /// As reports print it.
    pub(super) path: String,
    /// What the archive leaves out, from there.
    pub(super) excludes: Vec<String>,
    /// Several functions are made of it, and this one is the file of this name.
    pub(super) handler: Option<String>,
}

type Found = Result<Vec<Place>, EcoString>;

/// The places of each function, or why they are not known.
pub(super) type Places = HashMap<ThingId, Found>;

const FUNCTION: &str = "aws_lambda_function";
const ARCHIVE: &str = "archive_file";
const OBJECTS: &[&str] = &["aws_s3_object", "aws_s3_bucket_object"];

/// What is asked of one configuration.
struct Finder<'w, 'm, 'a> {
    graph: Arc<Graph<'m, 'a>>,
    world: &'w mut World<'m, 'a>,
    /// Archives by where they are written.
    archives: HashMap<String, Vec<ThingId>>,
    /// Objects in buckets by their keys.
    objects: HashMap<String, Vec<ThingId>>,
}

pub(super) fn all(world: &mut World<'_, '_>) -> Places {
    let graph = world.graph();
    let mut finder = Finder { graph, world, archives: HashMap::new(), objects: HashMap::new() };
    finder.index();
    let functions = finder.graph.all(FUNCTION).to_vec();
    let mut places: Places = functions.iter().map(|it| (*it, finder.of(*it))).collect();
    let entries: Vec<(ThingId, Entry)> =
        functions.iter().map(|it| (*it, finder.entry(*it))).collect();
    apart(&mut places, &entries);
    places
}

/// What a function starts with: the file that its handler names, and all that tells it from others.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    file: String,
    whole: String,
}

/// Where several functions are made of one place, each is only the file with its handler.
fn apart(places: &mut Places, entries: &[(ThingId, Entry)]) {
    let mut of_path: HashMap<String, BTreeSet<&Entry>> = HashMap::new();
    for (function, entry) in entries {
        for place in places[function].iter().flatten() {
            of_path.entry(place.path.clone()).or_default().insert(entry);
        }
    }
    for (function, entry) in entries {
        let Some(Ok(own)) = places.get_mut(function) else { continue };
        let mut shared = None;
        for place in own {
            let all = &of_path[&place.path];
            if all.len() > 1 {
                place.handler = Some(entry.file.clone());
                let alike = all.iter().filter(|it| it.file == entry.file).count();
                shared = shared.or((alike > 1).then(|| place.path.clone()));
            }
        }
        if let Some(path) = shared {
            let reason = eco_format!("{path} is the source of several functions");
            places.insert(*function, Err(reason));
        }
    }
}

impl Finder<'_, '_, '_> {
    fn index(&mut self) {
        let graph = Arc::clone(&self.graph);
        for (thing, it) in graph.things.iter().enumerate() {
            if it.kind() == ARCHIVE {
                let path = self.text(thing, "output_path").ok().flatten();
                if let Some(path) = path.and_then(|it| self.full(&it).ok()) {
                    self.archives.entry(path).or_default().push(thing);
                }
            } else if OBJECTS.contains(&it.kind())
                && let Ok(Some(key)) = self.text(thing, "key")
            {
                self.objects.entry(key).or_default().push(thing);
            }
        }
    }

    fn of(&mut self, function: ThingId) -> Found {
        let instance = self.graph.things[function].instance.clone();
        if let Some(places) = self.of_module(&instance)? {
            return Ok(places);
        }
        let hashes = ["filename", "source_code_hash", "s3_key", "s3_object_version"];
        if let Some(archive) = self.archive(function, &hashes, "filename")? {
            return self.of_archive(archive);
        }
        if let Some(object) = self.object(function)? {
            let archive = self.archive(object, &["source", "etag", "source_hash"], "source")?;
            let archive = archive.ok_or("what is in the bucket is not made here")?;
            return self.of_archive(archive);
        }
        if let Some(place) = self.beside(function)? {
            return Ok(vec![place]);
        }
        match self.image(function)? {
            Some(place) => Ok(vec![place]),
            None => Err("its source is not in this repository, as far as it is told".into()),
        }
    }

    fn entry(&mut self, function: ThingId) -> Entry {
        let handler = self.value(function, "handler");
        let image = self.value(function, "image_config");
        let text = handler.as_str().unwrap_or_default();
        let file = text.rsplit_once('.').map_or(text, |(file, _)| file).to_owned();
        let whole = match handler.is_known() && image.is_known() {
            true => format!("{} {}", handler.to_hcl(), image.to_hcl()),
            false => format!("#{function}"),
        };
        Entry { file, whole }
    }

    /// What the module of terraform-aws-modules makes its archive of.
    fn of_module(&mut self, instance: &Instance<'_, '_>) -> Result<Option<Vec<Place>>, EcoString> {
        let configuration = &mut self.world.configuration;
        let chain = configuration.chain(instance.node);
        let source = chain.last().and_then(|it| it.body.attribute("source"));
        let is_it = matches!(source.map(|it| &it.expr.kind), Some(ExprKind::String(it)) if is_lambda_module(it));
        let module = configuration.module(instance.node);
        if !is_it || !module.variables.contains_key("source_path") {
            return Ok(None);
        }
        let mut scope = configuration.scope(instance.node);
        let value = scope.variable("source_path");
        if scope.variable("create_package").as_bool() == Some(false) {
            return Ok(None);
        }
        let paths: Vec<Value> = match value.as_items() {
            Some(items) => items.to_vec(),
            None => vec![value],
        };
        let mut places = Vec::new();
        for path in paths {
            let path = match path.as_object() {
                Some(object) => object.get("path").cloned().unwrap_or_else(Value::null),
                None => path,
            };
            if let Some(path) = text(&path)? {
                places.push(self.place(&path)?);
            }
        }
        Ok((!places.is_empty()).then_some(places))
    }

    /// The archive that something names in one of these attributes, or by the path in the last.
    fn archive(
        &mut self,
        thing: ThingId,
        attributes: &[&str],
        path: &str,
    ) -> Result<Option<ThingId>, EcoString> {
        if let Some(archive) = self.named(thing, attributes, &[ARCHIVE])? {
            return Ok(Some(archive));
        }
        let path = self.text(thing, path).ok().flatten().and_then(|it| self.full(&it).ok());
        let written = path.and_then(|it| self.archives.get(&it)).cloned().unwrap_or_default();
        only(&written)
    }

    /// The object in a bucket that a function is made of.
    fn object(&mut self, function: ThingId) -> Result<Option<ThingId>, EcoString> {
        let attributes = ["s3_key", "s3_object_version", "source_code_hash"];
        if let Some(object) = self.named(function, &attributes, OBJECTS)? {
            return Ok(Some(object));
        }
        let key = self.text(function, "s3_key").ok().flatten();
        let found = key.and_then(|it| self.objects.get(&it)).cloned().unwrap_or_default();
        only(&found)
    }

    /// The thing of one of these types that is named in one of these attributes.
    fn named(
        &self,
        thing: ThingId,
        attributes: &[&str],
        kinds: &[&str],
    ) -> Result<Option<ThingId>, EcoString> {
        let edges = self.graph.refs(thing).filter(|it| {
            attributes.contains(&it.attribute.as_str())
                && kinds.contains(&self.graph.things[it.to].kind())
        });
        let mut found = Vec::new();
        for edge in edges {
            if !edge.certain {
                return Err("which archive is meant is not known".into());
            }
            if !found.contains(&edge.to) {
                found.push(edge.to);
            }
        }
        only(&found)
    }

    fn of_archive(&mut self, archive: ThingId) -> Found {
        let excludes = self.value(archive, "excludes");
        if let Some(unknown) = excludes.first_unknown() {
            return Err(unknown.reason.clone());
        }
        let excludes: Vec<String> = excludes
            .as_items()
            .unwrap_or_default()
            .iter()
            .filter_map(|it| it.as_str().map(str::to_owned))
            .collect();
        for name in ["source_dir", "source_file"] {
            if let Some(path) = self.text(archive, name)? {
                return Ok(vec![Place { excludes, ..self.place(&path)? }]);
            }
        }
        self.of_texts(archive)
    }

    /// The files whose texts an archive is made of. What is no source in it does not matter.
    fn of_texts(&mut self, archive: ThingId) -> Found {
        let graph = Arc::clone(&self.graph);
        let thing = &graph.things[archive];
        let body = &thing.instance.resource.block.body;
        let blocks = body.blocks("source").map(|it| (&it.body, "content", "filename"));
        let pairs = blocks.chain([(body, "source_content", "source_content_filename")]);
        let mut places = Vec::new();
        for (body, content, filename) in pairs {
            let Some(content) = body.attribute(content) else { continue };
            let mut scope = thing.instance.scope(&mut self.world.configuration);
            let name = body.attribute(filename).map(|it| scope.evaluate(&it.expr));
            let name = name.as_ref().and_then(Value::as_str);
            if name.is_some_and(|it| Language::of(it).is_none()) {
                continue;
            }
            let path = read(&content.expr).map(|it| scope.evaluate(it));
            let path = path.as_ref().map_or(Ok(None), text)?;
            let made = || eco_format!("{} is made of texts, not of files", thing.address);
            places.push(self.place(&path.ok_or_else(made)?)?);
        }
        match places.is_empty() {
            true => Err(eco_format!("{} is made of texts, not of files", thing.address)),
            false => Ok(places),
        }
    }

    /// A source that is named as it is, or the directory beside an archive that has its name.
    fn beside(&mut self, function: ThingId) -> Result<Option<Place>, EcoString> {
        let Some(path) = self.text(function, "filename")? else { return Ok(None) };
        let place = self.place(&path)?;
        if Language::of(&place.path).is_some() {
            return Ok(Some(place));
        }
        let bare = [".zip", ".jar"].iter().find_map(|it| place.path.strip_suffix(it));
        let Some(bare) = bare else { return Ok(None) };
        let is_there = self.world.configuration.files().list(bare).is_ok_and(|it| !it.is_empty());
        Ok(is_there.then(|| Place { path: bare.to_owned(), ..place }))
    }

    /// What an image is built of.
    fn image(&mut self, function: ThingId) -> Result<Option<Place>, EcoString> {
        const IMAGES: &[&str] = &["docker_image", "docker_registry_image"];
        let Some(mut image) = self.named(function, &["image_uri"], IMAGES)? else {
            return Ok(None);
        };
        if self.graph.things[image].kind() == "docker_registry_image"
            && let Some(built) = self.named(image, &["name"], &["docker_image"])?
        {
            image = built;
        }
        let build = self.value(image, "build");
        let build = build.as_items().and_then(|it| it.first()).and_then(Value::as_object);
        // Until version 2 of the provider the context of an image was its `path`.
        let context = build.and_then(|it| it.get("context").or_else(|| it.get("path")));
        let Some(path) = context.map_or(Ok(None), text)? else { return Ok(None) };
        let place = self.place(&path)?;
        if holds(&place.path, self.world.configuration.directory()) {
            return Err("the image is built of a directory that holds more than its source".into());
        }
        Ok(Some(place))
    }

    fn value(&mut self, thing: ThingId, name: &str) -> Value {
        let graph = Arc::clone(&self.graph);
        graph.things[thing].instance.attribute(name, &mut self.world.configuration)
    }

    fn text(&mut self, thing: ThingId, name: &str) -> Result<Option<String>, EcoString> {
        text(&self.value(thing, name))
    }

    fn place(&self, path: &str) -> Result<Place, EcoString> {
        Ok(Place { path: self.full(path)?, excludes: Vec::new(), handler: None })
    }

    /// A path as Terraform takes it, from the root module's directory.
    fn full(&self, path: &str) -> Result<String, EcoString> {
        match path.starts_with(['/', '~']) {
            true => Err(eco_format!("{path} is outside of the repository and is not read")),
            false => Ok(joined(self.world.configuration.directory(), path)),
        }
    }
}

/// The path of which an expression is the text.
fn read(content: &Expr) -> Option<&Expr> {
    match &content.kind {
        ExprKind::Parens(inner) => read(inner),
        ExprKind::Call(call) if ["file", "templatefile"].contains(&&*call.name.text) => {
            call.args.first()
        }
        _ => None,
    }
}

fn is_lambda_module(source: &str) -> bool {
    let source = source.split('?').next().unwrap_or(source);
    source.ends_with("terraform-aws-modules/lambda/aws")
        || source.contains("terraform-aws-modules/terraform-aws-lambda")
            && !source.contains("//modules/")
}

/// A text, or nothing where there is none.
fn text(value: &Value) -> Result<Option<String>, EcoString> {
    match value.as_unknown() {
        Some(unknown) => Err(unknown.reason.clone()),
        None => Ok(value.as_str().filter(|it| !it.is_empty()).map(str::to_owned)),
    }
}

fn only(found: &[ThingId]) -> Result<Option<ThingId>, EcoString> {
    match found {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        _ => Err("several archives are meant".into()),
    }
}

/// Whether a directory is another or stands above it.
fn holds(directory: &str, other: &str) -> bool {
    let up = |it: &str| it.split('/').take_while(|it| *it == "..").count();
    let is_above = directory.split('/').all(|it| it == ".." || it.is_empty());
    match is_above {
        true => up(other) <= up(directory),
        false => other == directory || other.starts_with(&format!("{directory}/")),
    }
}

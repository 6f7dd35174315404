//! Override files: what they say is put into the blocks of the other files, as Terraform does, before
//! anything else looks at these.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{File, FileKind};
use crate::syntax::{Attribute, Block, Body};

/// Merges every override file into the files of its directory, in the order of their names.
pub fn merge(files: &mut [File]) {
    let overrides: Vec<usize> = (0..files.len())
        .filter(|it| files[*it].kind == FileKind::Module && is_override(&files[*it].path))
        .collect();
    for index in overrides {
        let blocks = std::mem::take(&mut Arc::make_mut(&mut files[index].tree).body.blocks);
        let directory = super::directory(&files[index].path).to_owned();
        let mut rest = Vec::new();
        for block in blocks {
            if !merged(files, &directory, &block) {
                rest.push(block);
            }
        }
        Arc::make_mut(&mut files[index].tree).body.blocks = rest;
    }
}

/// `override.tf`, `x_override.tf` and their JSON change what the other files say.
fn is_override(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    stem == "override" || stem.ends_with("_override")
}

/// Puts a block into the one that it is about. `false` where there is none.
fn merged(files: &mut [File], directory: &str, over: &Block) -> bool {
    if over.kind.text == "locals" {
        return merged_locals(files, directory, over);
    }
    let alias = |it: &Block| super::module::string(&it.body, "alias").map(str::to_owned);
    let labels = |it: &Block| it.labels.iter().map(|it| it.text.clone()).collect::<Vec<_>>();
    let same = |it: &Block| {
        it.kind.text == over.kind.text
            && labels(it) == labels(over)
            && (over.kind.text != "provider" || alias(it) == alias(over))
    };
    for file in of_directory(files, directory) {
        if let Some(at) = file.tree.body.blocks.iter().position(same) {
            let block = &mut Arc::make_mut(&mut file.tree).body.blocks[at];
            merge_body(&mut block.body, &over.body, &over.kind.text);
            return true;
        }
    }
    false
}

fn of_directory<'f>(
    files: &'f mut [File],
    directory: &'f str,
) -> impl Iterator<Item = &'f mut File> {
    files
        .iter_mut()
        .filter(move |it| it.kind == FileKind::Module && super::directory(&it.path) == directory)
}

/// Each local value replaces the one of its name, wherever that is.
fn merged_locals(files: &mut [File], directory: &str, over: &Block) -> bool {
    let mut new: BTreeMap<&str, &Attribute> =
        over.body.attributes.iter().map(|it| (it.name.text.as_str(), it)).collect();
    for file in of_directory(files, directory) {
        if file.tree.body.blocks("locals").next().is_none() {
            continue;
        }
        let blocks = &mut Arc::make_mut(&mut file.tree).body.blocks;
        for block in blocks.iter_mut().filter(|it| it.kind.text == "locals") {
            for attribute in &mut block.body.attributes {
                if let Some(replaced) = new.remove(attribute.name.text.as_str()) {
                    *attribute = replaced.clone();
                }
            }
        }
    }
    // What is new stays in the override file.
    new.is_empty()
}

/// Attributes replace those of their name, nested blocks all those of their kind.
fn merge_body(body: &mut Body, over: &Body, kind: &str) {
    for attribute in &over.attributes {
        match body.attributes.iter_mut().find(|it| it.name.text == attribute.name.text) {
            Some(old) => *old = attribute.clone(),
            None => body.attributes.push(attribute.clone()),
        }
    }
    for block in &over.blocks {
        let name = made_by(block);
        let deep = matches!((kind, name), (_, "lifecycle") | ("terraform", "required_providers"));
        if deep && let Some(old) = body.blocks.iter_mut().find(|it| it.kind.text == block.kind.text)
        {
            merge_body(&mut old.body, &block.body, "");
        }
    }
    let replaced: Vec<&str> = over.blocks.iter().map(made_by).collect();
    let keeps =
        |it: &str| matches!((kind, it), (_, "lifecycle") | ("terraform", "required_providers"));
    body.blocks.retain(|it| keeps(made_by(it)) || !replaced.contains(&made_by(it)));
    for block in &over.blocks {
        let there = body.blocks.iter().any(|it| it.kind.text == block.kind.text);
        if !keeps(made_by(block)) || !there {
            body.blocks.push(block.clone());
        }
    }
}

/// The kind of the blocks that a block is, or makes.
fn made_by(block: &Block) -> &str {
    match block.kind.text.as_str() {
        "dynamic" => block.label(0).unwrap_or_default(),
        kind => kind,
    }
}

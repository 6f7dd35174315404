//! What decides about files that are named: their modules, the modules that call these, and what all of them call.
//!
//! Where a module says that its state is kept somewhere it is a root, and the rest of the repository is not looked at.
//! Otherwise the repository is walked once, and searched for callers, for their callers, and so on.

mod calls;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::directory::Directory;
use super::disk::MAX_NAMES;
use super::names;
use super::walk::{self, Below};
use crate::project::Syntax;
use crate::settings;

/// What was found around the files.
#[derive(Debug, Default)]
pub(super) struct Around {
    pub(super) below: Below,
    /// The files of those that were named that the check of the whole repository looks at too.
    pub(super) taken: Vec<PathBuf>,
    /// Those that it passes over.
    pub(super) left_out: Vec<PathBuf>,
}

/// One directory of the repository.
#[derive(Debug)]
struct Room {
    below: Below,
    /// The directories that it may call.
    calls: Vec<PathBuf>,
    /// The walk comes there: otherwise it is read only because somebody calls it.
    is_own: bool,
}

/// The rooms that were looked into. `None`: there is no such directory.
struct Rooms<'r> {
    root: &'r Path,
    /// By their paths: as bytes, for a path is compared part by part, which takes longer than to look into it.
    known: BTreeMap<OsString, Option<Room>>,
    /// By how many names each directory was called that no walk comes to.
    names: BTreeMap<PathBuf, usize>,
    /// Everything is known.
    is_whole: bool,
    /// Settings of the whole repository.
    settings: Vec<PathBuf>,
}

/// What decides about the files, as the check of the whole repository would have it.
pub(super) fn around(files: &[PathBuf], root: &Path) -> Around {
    let (known, names) = (BTreeMap::new(), BTreeMap::new());
    let mut rooms = Rooms { root, known, names, is_whole: false, settings: Vec::new() };
    let mut around = Around::default();
    let mut targets = BTreeSet::new();
    for file in files {
        rooms.name(file, &mut targets, &mut around);
    }
    if !targets.iter().all(|it| rooms.is_root(it)) {
        rooms.walk();
    }
    let callers = rooms.callers(&targets);
    let wanted = rooms.called(callers);
    rooms.into_below(&targets, &wanted, &mut around);
    around
}

impl Rooms<'_> {
    /// Takes a file that was named, or leaves it out, and says which module it belongs to.
    fn name(&mut self, file: &Path, targets: &mut BTreeSet<PathBuf>, around: &mut Around) {
        let directory = of(file);
        let Some(room) = self.room(directory).filter(|it| it.is_own) else {
            return around.left_out.extend(names::is_named_so(file).then(|| file.to_owned()));
        };
        let is_told = || room.below.problems.iter().any(|(it, _, _)| it == file);
        match room.below.files.iter().find(|(it, _)| it == file) {
            Some((_, Syntax::Choice | Syntax::JsonChoice)) => {
                around.taken.push(file.to_owned());
                targets.extend(self.module_above(directory));
            }
            Some(_) => {
                around.taken.push(file.to_owned());
                targets.insert(directory.to_owned());
            }
            None if file.ends_with(settings::FILE_NAME) => around.taken.push(file.to_owned()),
            None if is_told() => {
                around.taken.push(file.to_owned());
                targets.insert(directory.to_owned());
            }
            None if names::is_named_so(file) => around.left_out.push(file.to_owned()),
            None => {}
        }
    }

    fn room(&mut self, directory: &Path) -> Option<&Room> {
        if !self.known.contains_key(directory.as_os_str()) {
            let room = directory.is_dir().then(|| self.look(directory)).flatten();
            self.known.insert(directory.as_os_str().to_owned(), room);
        }
        self.known.get(directory.as_os_str())?.as_ref()
    }

    fn look(&mut self, directory: &Path) -> Option<Room> {
        let own = walk::alone(directory, self.root);
        let here = Directory::closed(directory.to_owned());
        let own = own.map(|it| Room::new(&here, it, true));
        own.or_else(|| self.foreign(directory))
    }

    /// A directory that no walk comes to, as one that calls it reads it.
    fn foreign(&mut self, directory: &Path) -> Option<Room> {
        let real = directory.canonicalize().ok()?;
        let is_inside = real.starts_with(self.root.canonicalize().ok()?);
        let n_names = self.names.entry(real).or_default();
        *n_names += 1;
        let here = Directory::closed(directory.to_owned());
        (is_inside && *n_names <= MAX_NAMES)
            .then(|| Room::new(&here, walk::module(directory, self.root), false))
    }

    /// The nearest directory from here up that holds a module.
    fn module_above(&mut self, directory: &Path) -> Option<PathBuf> {
        let root = self.root;
        let mut above = directory.ancestors().take_while(|it| it.starts_with(root));
        above.find(|it| self.room(it).is_some_and(Room::is_own_module)).map(Path::to_owned)
    }

    /// Whether a directory says by itself that people run Terraform in it.
    fn is_root(&mut self, directory: &Path) -> bool {
        self.room(directory).is_some_and(|it| calls::keep_state(&it.below))
    }

    /// Looks into every room of the repository.
    fn walk(&mut self) {
        let mut rooms: BTreeMap<OsString, Option<Room>> = BTreeMap::new();
        let mut unreadable = Vec::new();
        for (directory, mut room) in
            walk::each(self.root, &|directory, it| Room::new(directory, it, true))
        {
            let below = &mut room.below;
            self.settings.append(&mut below.settings);
            // That a directory cannot be read is told where it stands.
            unreadable.extend(below.problems.extract_if(.., |(it, _, _)| *it == directory));
            if !below.is_empty() {
                rooms.insert(directory.into(), Some(room));
            }
        }
        for problem in unreadable {
            let room = rooms.entry(of(&problem.0).into()).or_default();
            let room = room.get_or_insert_with(|| Room {
                below: Below::default(),
                calls: Vec::new(),
                is_own: true,
            });
            room.below.problems.push(problem);
        }
        self.known = rooms;
        let calls = self.known.values().flatten().flat_map(|it| &it.calls);
        let elsewhere = calls.filter(|it| !self.known.contains_key(it.as_os_str()));
        self.called(elsewhere.cloned().collect());
        self.is_whole = true;
    }

    /// The modules and everything that calls them, at any distance.
    fn callers(&self, targets: &BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
        let mut by_called: BTreeMap<&OsStr, Vec<&OsStr>> = BTreeMap::new();
        for (directory, room) in &self.known {
            for called in room.iter().flat_map(|it| &it.calls) {
                by_called.entry(called.as_os_str()).or_default().push(directory);
            }
        }
        let mut found: BTreeSet<PathBuf> = BTreeSet::new();
        let mut next: Vec<&OsStr> = targets.iter().map(|it| it.as_os_str()).collect();
        while let Some(module) = next.pop() {
            if found.insert(module.into()) {
                next.extend(by_called.get(module).into_iter().flatten());
            }
        }
        found
    }

    /// The modules and everything that they call, at any distance.
    fn called(&mut self, modules: BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
        let mut found = BTreeSet::new();
        let mut next: Vec<PathBuf> = modules.into_iter().collect();
        while let Some(module) = next.pop() {
            if !found.contains(&module)
                && let Some(room) = self.room(&module)
            {
                next.extend(room.calls.iter().cloned());
                found.insert(module);
            }
        }
        found
    }

    /// What lies in the wanted rooms, and the values that are meant for them.
    fn into_below(
        mut self,
        targets: &BTreeSet<PathBuf>,
        wanted: &BTreeSet<PathBuf>,
        around: &mut Around,
    ) {
        let choices = match self.is_whole {
            true => self.choices(wanted),
            // The targets are the roots then, and only a root is told values by files.
            false => targets.iter().flat_map(|it| walk::choices(it, self.root)).collect(),
        };
        let below = &mut around.below;
        for directory in wanted {
            if let Some(Some(room)) = self.known.remove(directory.as_os_str())
                && (room.is_own_module() || !room.below.problems.is_empty())
            {
                below.extend(room.below);
            }
        }
        below.files.extend(choices);
        below.settings.append(&mut self.settings);
    }

    /// The files of values that Terraform is told of, where the nearest module above is wanted.
    fn choices(&mut self, wanted: &BTreeSet<PathBuf>) -> Vec<(PathBuf, Syntax)> {
        let is_choice =
            |it: &&(PathBuf, Syntax)| matches!(it.1, Syntax::Choice | Syntax::JsonChoice);
        let rooms = self.known.values().flatten();
        let mut meant: Vec<_> =
            rooms.flat_map(|it| &it.below.files).filter(is_choice).cloned().collect();
        meant
            .retain(|(path, _)| self.module_above(of(path)).is_some_and(|it| wanted.contains(&it)));
        meant
    }
}

impl Room {
    fn new(directory: &Directory, below: Below, is_own: bool) -> Room {
        Room { calls: calls::of(directory, &below), below, is_own }
    }

    fn is_own_module(&self) -> bool {
        self.is_own
            && self.below.files.iter().any(|(_, it)| matches!(it, Syntax::Native | Syntax::Json))
    }
}

fn of(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

//! Holds the house: floors, circles, sizes, listings, and what the README repeats.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::string_slice, reason = "a test may panic")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Most lines of code a file should have without its tests; the exceptions say why.
const FILE_LINES: usize = 400;
/// Most lines a function should have.
const FUNCTION_LINES: usize = 60;

/// Rooms from the ground up. A file may use its own room and rooms on lower floors, never one beside or above it.
const FLOORS: &[&[&str]] = &[
    &["abreast", "width", "form", "prose"],
    &["report"],
    &["equations", "store"],
    &["rules", "exchange"],
    &["gather"],
    &["tui/wrap", "tui/wake", "tui/sheet"],
    &["tui/app"],
    &["tui/keys", "tui/theme", "tui/term", "tui/perform"],
    &["tui/view"],
    &["tui"],
    &["cli"],
    &["main"],
];

/// What the top level may hold, beside dot files.
const TOP: &[&str] =
    &["Cargo.toml", "Cargo.lock", "LICENSE", "README.md", "reports", "src", "target", "tests", "themes"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(root().join("src")).unwrap().with_extension("");
                found.insert(name.to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// A file without its unit tests and comments.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The floor of a module path, and its room.
fn floor(module: &str) -> Option<(usize, &'static str)> {
    let is_in = |room: &str| module == room || module.strip_prefix(room).is_some_and(|rest| rest.starts_with('/'));
    let rooms = FLOORS.iter().enumerate().flat_map(|(n, rooms)| rooms.iter().map(move |room| (n, *room)));
    rooms.filter(|(_, room)| is_in(room)).max_by_key(|(_, room)| room.len())
}

/// Every path that a `use` tree or an inline path names: `a::{b, c::d}` → `a::b`, `a::c::d`.
fn expand(prefix: &str, tree: &str, paths: &mut Vec<String>) {
    let tree = tree.trim();
    if let Some(at) = tree.find('{') {
        let head = format!("{prefix}{}", tree[..at].trim());
        let inner = &tree[at + 1..tree.rfind('}').unwrap_or(tree.len())];
        let (mut depth, mut start) = (0, 0);
        for (i, c) in inner.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    expand(&head, &inner[start..i], paths);
                    start = i + 1;
                }
                _ => {}
            }
        }
        expand(&head, &inner[start..], paths);
    } else if !tree.is_empty() {
        paths.push(format!("{prefix}{tree}"));
    }
}

/// Modules that a file names, as paths with `/`, resolved against the modules there are.
fn uses(module: &str, text: &str, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let code = code(text);
    let mut paths = Vec::new();
    let mut rest = code.as_str();
    while let Some(at) = rest.find("use ") {
        // `pub use` of a child is the front door of a room: it lists, it does not use.
        let is_start = at == 0 || (rest[..at].ends_with(['\n', ' ']) && !rest[..at].ends_with("pub "));
        let after = &rest[at + 4..];
        let end = after.find(';').unwrap_or(after.len());
        if is_start && !after[..end].contains(['(', '=']) {
            expand("", &after[..end].replace(['\n', ' '], ""), &mut paths);
        }
        rest = after;
    }
    for root in ["crate::", "super::"] {
        for part in code.split(root).skip(1) {
            let path: String = part.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect();
            // What ends in `::` goes on with braces and was expanded above.
            if !path.is_empty() && !path.ends_with(':') {
                paths.push(format!("{root}{path}"));
            }
        }
    }
    let mut found = BTreeSet::new();
    for path in paths {
        let mut parts: Vec<&str> = path.split("::").collect();
        let mut base: Vec<&str> = match parts[0] {
            "crate" | "nianbao" => Vec::new(),
            "super" => module.split('/').collect(),
            _ if module == "lib" || module == "main" => Vec::new(),
            first if modules.contains(&format!("{module}/{first}")) => module.split('/').collect(),
            _ => continue,
        };
        while parts.first().is_some_and(|part| matches!(*part, "crate" | "nianbao" | "super")) {
            if parts.remove(0) == "super" {
                base.pop();
            }
        }
        base.extend(parts);
        while !base.is_empty() && !modules.contains(&base.join("/")) {
            base.pop();
        }
        let target = base.join("/");
        if !target.is_empty() && target != module {
            found.insert(target);
        }
    }
    found
}

#[test]
fn nothing_runs_up_a_floor() {
    let sources = sources();
    let modules: BTreeSet<String> = sources.keys().cloned().collect();
    let mut wrong = Vec::new();
    for (module, text) in &sources {
        if module == "lib" {
            continue;
        }
        let Some((from, room)) = floor(module) else { panic!("{module} stands on no floor") };
        for target in uses(module, text, &modules) {
            let Some((to, other)) = floor(&target) else { continue };
            // A room that holds rooms of its own (tui) lists them; that is no use of them from above.
            if room != other && to >= from {
                wrong.push(format!("{module} → {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let sources = sources();
    let modules: BTreeSet<String> = sources.keys().cloned().collect();
    let edges: BTreeMap<&String, BTreeSet<String>> =
        sources.iter().filter(|(m, _)| *m != "lib").map(|(m, text)| (m, uses(m, text, &modules))).collect();
    let reach = |start: &String| {
        let mut seen = BTreeSet::new();
        let mut open: Vec<String> = edges[start].iter().cloned().collect();
        while let Some(next) = open.pop() {
            if seen.insert(next.clone()) {
                open.extend(edges.get(&next).into_iter().flatten().cloned());
            }
        }
        seen
    };
    let circles: Vec<&String> = edges.keys().copied().filter(|m| reach(m).contains(*m)).collect();
    assert!(circles.is_empty(), "{circles:?}");
}

#[test]
fn the_terminal_crates_stay_in_tui() {
    for (module, text) in sources().iter().filter(|(module, _)| !module.starts_with("tui")) {
        for name in ["ratatui", "crossterm", "tui_textarea"] {
            assert!(!code(text).contains(name), "{module} names {name}");
        }
    }
}

#[test]
fn the_pure_rooms_do_no_io_and_ask_no_clock() {
    let pure = ["form", "report", "prose", "equations", "rules", "width"];
    for (module, text) in sources().iter().filter(|(module, _)| pure.contains(&module.split('/').next().unwrap())) {
        for name in ["std::fs", "std::env", "std::io", "std::net", "std::process", "SystemTime", "Instant::now", "jiff"]
        {
            assert!(!code(text).contains(name), "{module} names {name}");
        }
    }
}

#[test]
fn what_a_paragraph_is_asked_is_asked_in_one_place_and_has_its_bit() {
    let sources = sources();
    let list = sources.iter().find(|(path, _)| path.ends_with("rules/ask")).unwrap().1;
    let names = code(list);
    let names = names.lines().filter_map(|line| line.trim().strip_suffix(',')).filter(|name| !name.contains(' '));
    let names: Vec<String> = names.map(|name| format!("Ask::{name}")).collect();
    assert!((20..=64).contains(&names.len()), "{}", names.len());
    let is_asked = |text: &str, name: &str| {
        let rests = text.match_indices(name).map(|(at, _)| &text[at + name.len()..]);
        rests.filter(|rest| !rest.starts_with(char::is_alphanumeric)).count()
    };
    for name in &names {
        // Two lists of words under one name would answer for each other.
        assert_eq!(sources.values().map(|text| is_asked(&code(text), name)).sum::<usize>(), 1, "{name}");
    }
}

#[test]
fn files_and_functions_stay_small() {
    let mut large = Vec::new();
    for (module, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
        let lines = code.lines().filter(|line| !line.trim().is_empty()).count();
        if lines > FILE_LINES {
            large.push(format!("{module}: {lines} lines"));
        }
        let mut start: Option<(usize, usize)> = None;
        for (n, line) in code.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let head = line.trim_start();
            let is_fn = ["fn ", "pub fn ", "pub(super) fn ", "pub(crate) fn ", "const fn ", "pub const fn "];
            if start.is_none() && is_fn.iter().any(|prefix| head.starts_with(prefix)) {
                start = Some((n, indent));
            } else if let Some((from, depth)) = start
                && indent == depth
                && head.starts_with('}')
            {
                if n - from + 1 > FUNCTION_LINES {
                    large.push(format!("{module}:{} {} lines", from + 1, n - from + 1));
                }
                start = None;
            } else if start.is_some_and(|(_, depth)| indent == depth) && head.ends_with('}') {
                start = None;
            }
        }
    }
    assert!(large.is_empty(), "{large:#?}");
}

#[test]
fn every_file_says_what_it_is_and_has_a_plain_name() {
    let banned = ["util", "utils", "helper", "helpers", "common", "misc", "manager", "handler", "service", "types"];
    for (module, text) in sources() {
        assert!(text.starts_with("//! "), "{module} does not open with a sentence");
        let name = Path::new(&module).file_name().unwrap().to_str().unwrap().to_owned();
        assert!(!banned.contains(&name.as_str()), "{module}");
    }
}

#[test]
fn the_top_level_holds_what_was_agreed() {
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.starts_with('.') || TOP.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn the_map_lists_every_room() {
    let map = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    for module in sources().keys().filter(|module| !["lib", "main"].contains(&module.as_str())) {
        let name = module.rsplit('/').next().unwrap();
        assert!(map.contains(name), "src/lib.rs does not name {module}");
    }
}

/// The README between two marks must be what the program says; `UPDATE=1` writes it.
fn holds(mark: &str, wanted: &str) {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (open, close) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
    let (before, rest) = readme.split_once(&open).expect("an opening mark");
    let (found, after) = rest.split_once(&close).expect("a closing mark");
    if found != wanted && std::env::var_os("UPDATE").is_some() {
        fs::write(path, format!("{before}{open}{wanted}{close}{after}")).unwrap();
        return;
    }
    assert_eq!(found, wanted, "the README is behind; run the test with UPDATE=1");
}

#[test]
fn the_readme_shows_the_key_table() {
    holds("keys", &nianbao::tui::keys::readme_table());
}

#[test]
fn every_sentence_of_the_contract_names_tests_that_exist() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let contract = readme.split("<!-- contract -->").nth(1).unwrap().split("<!-- /contract -->").next().unwrap();
    let mut n_sentences = 0;
    for sentence in contract.split("**").skip(2).step_by(2) {
        n_sentences += 1;
        let named: Vec<&str> = sentence.split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "no test holds: {sentence}");
        for test in named {
            let (file, name) = test.split_once(' ').expect("a file and a test");
            let text = fs::read_to_string(root().join(file)).expect(file);
            assert!(text.contains(&format!("fn {name}(")), "{test}");
        }
    }
    assert_eq!(n_sentences, 15);
}

#[test]
fn what_is_built_in_comes_from_the_one_registry_and_nothing_of_it_is_banned() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let rules = fs::read_to_string(root().join(".deny.toml")).unwrap();
    let banned: Vec<&str> = rules
        .lines()
        .filter(|line| !line.contains("allow =") && !line.contains('@'))
        .filter_map(|line| line.split("crate = \"").nth(1)?.split('"').next())
        .collect();
    assert!(banned.contains(&"calamine") && !banned.contains(&"quick-xml"));
    for package in lock.split("[[package]]").skip(1) {
        let value = |key: &str| {
            let start = format!("{key} = \"");
            package.lines().find_map(|line| line.strip_prefix(&start)?.strip_suffix('"'))
        };
        let name = value("name").unwrap();
        assert!(!banned.contains(&name), "{name} is banned");
        match value("source") {
            None => assert_eq!(name, "nianbao"),
            Some(source) => assert_eq!(source, "registry+https://github.com/rust-lang/crates.io-index", "{name}"),
        }
    }
}

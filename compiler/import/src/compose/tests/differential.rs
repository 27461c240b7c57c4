//! Each case through the plugin twice: as it is, and merged here.

use super::{cases, loaded, plugin::Folder};

/// What differs in a case, if anything does.
fn difference(case: &cases::Case) -> Option<String> {
    let folder = Folder::with(case.files.iter().copied());
    let given: Vec<&str> = case.files[..case.mains].iter().map(|file| file.0).collect();
    let wanted = folder.config(&given);
    let ours = loaded(&case.files, case.mains);
    let Some(project) = &ours.project else {
        return wanted
            .ok()
            .map(|wanted| format!("refused: {:?}\nwanted: {wanted}", ours.found));
    };
    let merged = super::print::json(&project.root);
    folder.write("merged.yml", &merged);
    let got = folder.config(&["merged.yml"]);
    match (&wanted, &got) {
        (Ok(wanted), Ok(got)) if wanted == got => None,
        (Err(_), Err(_)) if !case.refused => None,
        _ => Some(format!(
            "merged: {merged}\nwanted: {wanted:?}\ngot:    {got:?}"
        )),
    }
}

#[test]
fn every_case_is_merged_as_compose_merges_it() {
    let cases = cases::all();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let half = cases.len().div_ceil(2);
    let found: Vec<String> = std::thread::scope(|scope| {
        let run = |part: &[cases::Case]| {
            let found = |case: &cases::Case| Some((case.title, difference(case)?));
            part.iter().filter_map(found).collect::<Vec<_>>()
        };
        let parts: Vec<_> = cases
            .chunks(half)
            .map(|part| scope.spawn(move || run(part)))
            .collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().expect("no panic"))
            .map(|(title, found)| format!("## {title}\n{found}"))
            .collect()
    });
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}

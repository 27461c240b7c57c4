//! Monitors and who is told: a target that has nothing for them leaves them to the scripts of the ops target, if the stack has one.

use stackc_compiler::{
    answers,
    model::{Monitor, Notify},
    resolve::Stack,
    target::{Report, Row, Support},
};

answers! {
    ASKED: ["monitor" "name"] "beside target ops" => Lowered("is asked by the scripts of the ops target, and by nothing here");
    TOLD: ["notify" "name"] "beside target ops" => Lowered("is told by the scripts of the ops target, and by nothing here");
}

/// Reports them: as a note beside the ops target, and as what the target says of them without it.
pub fn check(stack: &Stack, monitor: Support, notify: Support, report: &mut Report<'_>) {
    let has_ops = stack.target("ops").is_some();
    for one in &stack.monitors {
        if has_ops {
            report.answer("monitor", ASKED, one.name.span);
        } else {
            report.whole::<Monitor>(monitor, one.name.span);
        }
    }
    for one in &stack.notifies {
        if has_ops {
            report.answer("notify", TOLD, one.name.span);
        } else {
            report.whole::<Notify>(notify, one.name.span);
        }
    }
}

/// What the table tells of them.
#[must_use]
pub fn rows(monitor: Support, notify: Support) -> Vec<Row> {
    [
        Row::whole::<Monitor>(monitor),
        Row::whole::<Notify>(notify),
        at_times(),
    ]
    .concat()
}

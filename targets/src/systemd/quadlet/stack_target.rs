//! `<project>.target`: the whole stack as one unit.

use stackc_compiler::{artifact::Bug, model::Service};

use super::lifecycle::is_kept;
use crate::{systemd::plan::Plan, text::unit::Setting};

/// The unit. It starts every service that belongs to no profile, and starts those again that are to run always, also where what they wait for failed at first.
pub(super) fn text(plan: &Plan<'_>) -> Result<String, Bug> {
    let stack = plan.stack;
    let what = stack.description.as_deref().unwrap_or("all services");
    let mut unit = plan.start(&format!("{}: {what}", stack.project))?;
    let services = stack.services.iter().filter(|one| one.profiles.is_none());
    for service in services {
        let name = name(plan, service);
        unit.add("Unit", "Wants", Setting::units([name.as_str()]));
        if is_kept(plan, service) {
            unit.add("Unit", "Upholds", Setting::units([name.as_str()]));
        }
    }
    unit.add("Install", "WantedBy", plan.wanted_by());
    Ok(unit.print().text)
}

fn name(plan: &Plan<'_>, service: &Service) -> String {
    format!("{}.service", plan.unit(&service.name.value.0))
}

//! What a container may use. Its processes are in its unit's control group, so the unit's limits are its own.

use stackc_compiler::{
    answers,
    artifact::Bug,
    atoms::{Decimal, Size},
    model::{BlockIo, Service, SwapLimit, Ulimit},
    template::Value,
};

use super::{sheet::Sheet, zero::unless_zero};
use crate::text::unit::Setting;

pub(super) fn limits(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    memory(sheet, service)?;
    let resources = service.resources.as_ref();
    let cpus = resources
        .and_then(|one| one.cpus.as_ref())
        .or(service.cpus.as_ref());
    let cpus = unless_zero(cpus);
    match cpus.map(Value::get) {
        Some(Some(known)) => sheet.unit.add("Service", "CPUQuota", quota(known)),
        // A unit's own keys take no variable; the container's limit does, inside of the unit's.
        _ => sheet.option_argument("cpus", cpus)?,
    }
    let pids = resources.and_then(|one| one.pids.as_ref());
    match pids {
        Some(pids) => sheet.option("PidsLimit", Some(pids))?,
        None => sheet.option("PidsLimit", service.pids_limit.as_ref())?,
    }
    sheet.option("ShmSize", unless_zero(service.shm_size.as_ref()))?;
    for ulimit in &service.ulimits {
        limit(sheet, ulimit)?;
    }
    sheet.listed_pairs("Sysctl", "sysctl", &service.sysctls)?;
    arguments(sheet, service)?;
    match &service.blkio {
        Some(blkio) => disk(sheet, blkio),
        None => Ok(()),
    }
}

fn memory(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    let resources = service.resources.as_ref();
    let most = resources
        .and_then(|one| one.memory.as_ref())
        .or(service.mem_limit.as_ref());
    let most = unless_zero(most);
    let reserved = resources.and_then(|one| one.reserve.as_ref()?.memory.as_ref());
    let reserved = unless_zero(reserved.or(service.mem_reservation.as_ref()));
    match reserved.map(Value::get) {
        Some(Some(size)) => sheet.unit.add("Service", "MemoryLow", bytes_of(size.bytes)),
        _ => sheet.option_argument("memory-reservation", reserved)?,
    }
    match most.map(Value::get) {
        Some(Some(size)) => sheet.unit.add("Service", "MemoryMax", bytes_of(size.bytes)),
        _ => sheet.option_argument("memory", most)?,
    }
    swap(sheet, service, most)
}

answers! {
    SWAP: ["service" "memswap-limit"] "where memory has no limit" => Refused("means nothing without a limit of memory; add resources memory=\"…\"");
}

fn swap(sheet: &mut Sheet<'_>, service: &Service, most: Option<&Value<Size>>) -> Result<(), Bug> {
    let Some(said) = unless_zero(service.memswap_limit.as_ref()) else {
        return Ok(());
    };
    match (said.get(), most, most.and_then(Value::get)) {
        (Some(SwapLimit::Unlimited), _, _) => {
            let all = Setting::fixed("infinity");
            sheet.unit.add("Service", "MemorySwapMax", all);
        }
        (_, None, _) => {
            sheet.report("memswap-limit", SWAP, said.span);
        }
        // Compose counts memory and swap together.
        (Some(SwapLimit::Size(Size { bytes, .. })), _, Some(most)) => {
            let swap = bytes_of(bytes.saturating_sub(most.bytes));
            sheet.unit.add("Service", "MemorySwapMax", swap);
        }
        (None, Some(most), Some(size)) => {
            // Both are the container's own then: podman takes swap with memory alone.
            sheet.option_argument("memory", Some(&Value::known(size.clone(), most.span)))?;
            return sheet.option_argument("memory-swap", Some(said));
        }
        (_, Some(_), None) => return sheet.option_argument("memory-swap", Some(said)),
    }
    Ok(())
}

fn bytes_of(bytes: u64) -> Setting {
    const KIB: u64 = 1 << 10;
    const MIB: u64 = 1 << 20;
    match bytes {
        bytes if bytes != 0 && bytes % MIB == 0 => Setting::number(bytes / MIB, "M"),
        bytes if bytes != 0 && bytes % KIB == 0 => Setting::number(bytes / KIB, "K"),
        bytes => Setting::number(bytes, ""),
    }
}

/// Per cent of one processor, with the two decimals that systemd takes: at least the least of them, and at most what its number holds.
fn quota(cpus: &Decimal) -> Setting {
    const MOST: f64 = i32::MAX as f64;
    let parts = (cpus.number() * 10_000.0).round().clamp(1.0, MOST) as u64;
    Setting::hundredths(parts, "%")
}

fn limit(sheet: &mut Sheet<'_>, ulimit: &Ulimit) -> Result<(), Bug> {
    let Ulimit {
        name,
        both,
        soft,
        hard,
        span: _,
    } = ulimit;
    let mut text = sheet.text(name).then("=");
    let (first, second) = match (both, soft, hard) {
        (Some(both), _, _) => (Some(both), None),
        (None, Some(soft), hard) => (Some(soft), hard.as_ref()),
        (None, None, hard) => (hard.as_ref(), None),
    };
    if let Some(first) = first {
        text = text.join(sheet.text(first));
    }
    if let Some(second) = second {
        text = text.then(":").join(sheet.text(second));
    }
    sheet.bare("Ulimit", text)
}

fn arguments(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    sheet.option_argument("cpu-shares", service.cpu_shares.as_ref())?;
    sheet.option_argument("cpu-quota", service.cpu_quota.as_ref())?;
    sheet.option_argument("cpu-period", service.cpu_period.as_ref())?;
    sheet.option_argument("cpu-rt-runtime", service.cpu_rt_runtime.as_ref())?;
    sheet.option_argument("cpu-rt-period", service.cpu_rt_period.as_ref())?;
    sheet.option_argument("cpuset-cpus", service.cpuset.as_ref())?;
    sheet.option_argument("oom-score-adj", service.oom_score_adj.as_ref())?;
    for rule in service
        .device_cgroup_rules
        .iter()
        .flat_map(|words| &words.items)
    {
        sheet.option_argument("device-cgroup-rule", Some(rule))?;
    }
    for pair in &service.storage_opts {
        let value = pair.value.as_ref().map(|value| sheet.text(value));
        let text = sheet
            .text(&pair.key)
            .then("=")
            .join(value.unwrap_or_default());
        sheet.argument("storage-opt", text)?;
    }
    Ok(())
}

fn disk(sheet: &mut Sheet<'_>, blkio: &BlockIo) -> Result<(), Bug> {
    let BlockIo {
        weight,
        device_weight,
        read_bps,
        write_bps,
        read_iops,
        write_iops,
        span: _,
    } = blkio;
    sheet.option_argument("blkio-weight", weight.as_ref())?;
    for (flag, pairs) in [
        ("blkio-weight-device", device_weight),
        ("device-read-bps", read_bps),
        ("device-write-bps", write_bps),
        ("device-read-iops", read_iops),
        ("device-write-iops", write_iops),
    ] {
        for pair in pairs {
            let value = pair.value.as_ref().map(|value| sheet.text(value));
            let text = sheet
                .text(&pair.key)
                .then(":")
                .join(value.unwrap_or_default());
            sheet.argument(flag, text)?;
        }
    }
    Ok(())
}

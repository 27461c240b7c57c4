//! GPUs, as devices of CDI: podman takes them by their names and not by their capabilities.

use stackc_compiler::{
    answers,
    artifact::Bug,
    model::{DeviceRequest, Gpu, Service},
};

use super::sheet::Sheet;
use crate::text::unit::Text;

answers! {
    pub(super) CDI: ["service" "gpus", "service gpu" "capabilities", "service resources reserve device" "capabilities", "service" "runtime"] "where it is NVIDIA's" => Lowered("becomes a device of CDI; make its description once: nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml");
    UNKNOWN: ["service" "gpus", "service gpu" "capabilities", "service resources reserve device" "capabilities"] "where it is of another driver" => Refused("asks a driver that has no device of CDI here; name the device itself: device \"vendor.com/class=name\"");
}

/// Every device of NVIDIA's.
pub(super) const EVERY: &str = "nvidia.com/gpu=all";

/// Docker's name of the driver whose ids are names of CDI.
const BY_NAME: &str = "cdi";

pub(super) fn gpus(sheet: &mut Sheet<'_>, service: &Service) -> Result<(), Bug> {
    if let Some(gpus) = &service.gpus {
        match sheet.known("gpus", Some(gpus)).map(|line| line.0) {
            Some(all) if all == "all" => {
                sheet.report("gpus", CDI, gpus.span);
                sheet.bare("AddDevice", Text::new(EVERY))?;
            }
            Some(_) => sheet.report("gpus", UNKNOWN, gpus.span),
            None => {}
        }
    }
    for gpu in &service.gpu {
        request(sheet, "gpu", gpu)?;
    }
    for device in requests(service) {
        request(sheet, "device", &Gpu::from(device.clone()))?;
    }
    Ok(())
}

/// Whether a service names its GPUs, or how many it needs.
pub(super) fn asks_any(service: &Service) -> bool {
    service.gpus.is_some() || !service.gpu.is_empty() || !requests(service).is_empty()
}

fn requests(service: &Service) -> &[DeviceRequest] {
    let reserved = service
        .resources
        .as_ref()
        .and_then(|one| one.reserve.as_ref());
    reserved.map_or(&[], |one| &one.devices)
}

fn request(sheet: &mut Sheet<'_>, word: &'static str, gpu: &Gpu) -> Result<(), Bug> {
    let Gpu {
        capabilities,
        driver,
        count,
        ids,
        options: _,
        span,
    } = gpu;
    let driver = sheet.known("driver", driver.as_ref()).map(|line| line.0);
    let named = sheet.known("ids", ids.as_ref()).map(|line| line.0);
    if driver.as_deref() == Some(BY_NAME) {
        return devices(sheet, "", &names(named.as_deref().unwrap_or_default()));
    }
    let asks_gpu = capabilities.is_empty()
        || capabilities.iter().any(|one| {
            one.get()
                .is_some_and(|line| matches!(line.0.as_str(), "gpu" | "nvidia"))
        });
    if !asks_gpu || !matches!(driver.as_deref(), None | Some("nvidia")) {
        sheet.report(word, UNKNOWN, *span);
        return Ok(());
    }
    sheet.report(word, CDI, *span);
    let chosen = match (
        named,
        sheet.known("count", count.as_ref()).map(|line| line.0),
    ) {
        (Some(ids), _) => names(&ids),
        (None, Some(count)) if count != "all" => first(&count),
        (None, _) => vec!["all".to_owned()],
    };
    devices(sheet, "nvidia.com/gpu=", &chosen)
}

fn names(ids: &str) -> Vec<String> {
    let ids = ids.split(',').map(str::trim);
    ids.filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// Docker takes the first ones too.
fn first(count: &str) -> Vec<String> {
    /// More has no machine.
    const MOST: u16 = 64;
    let count: u16 = count.parse().unwrap_or(MOST);
    (0..count.min(MOST))
        .map(|number| number.to_string())
        .collect()
}

fn devices(sheet: &mut Sheet<'_>, kind: &str, names: &[String]) -> Result<(), Bug> {
    for name in names {
        sheet.bare("AddDevice", Text::new(format!("{kind}{name}")))?;
    }
    Ok(())
}

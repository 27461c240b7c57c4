//! What a service may use and where it runs.

use stackc_compiler::{
    model::{
        BlockIo, Deploy, Device, DeviceRequest, GenericResource, Gpu, Placement, Reservation,
        Resources, RestartPolicy, RollbackPolicy, Ulimit, UpdatePolicy,
    },
    support,
};

support! {
    resources for Resources {
        memory: Exact,
        cpus: Exact,
        pids: Exact,
        reserve => reservation,
    }
}

support! {
    reservation for Reservation {
        memory: Exact,
        cpus: Exact,
        devices => device_request,
        generic => generic_resource,
    }
}

support! {
    device_request for DeviceRequest {
        capabilities: Exact,
        driver: Exact,
        count: Exact,
        ids: Exact,
        options: Exact,
    }
}

support! {
    generic_resource for GenericResource {
        kind: Exact,
        value: Exact,
    }
}

support! {
    placement for Placement {
        max_replicas: Exact,
        constraints: Exact,
        spread: Exact,
    }
}

support! {
    deploy for Deploy {
        mode: Exact,
        endpoint_mode: Exact,
        labels: Exact,
        restart_policy => restart_policy,
        update => update_policy,
        rollback => rollback_policy,
    }
}

support! {
    restart_policy for RestartPolicy {
        condition: Exact,
        delay: Exact,
        max_attempts: Exact,
        window: Exact,
    }
}

support! {
    update_policy for UpdatePolicy {
        parallelism: Exact,
        delay: Exact,
        failure_action: Exact,
        monitor: Exact,
        max_failure_ratio: Exact,
        order: Exact,
    }
}

support! {
    rollback_policy for RollbackPolicy {
        parallelism: Exact,
        delay: Exact,
        failure_action: Exact,
        monitor: Exact,
        max_failure_ratio: Exact,
        order: Exact,
    }
}

support! {
    device for Device {
        source: Exact,
        to: Exact,
        permissions: Exact,
    }
}

support! {
    gpu for Gpu {
        capabilities: Exact,
        driver: Exact,
        count: Exact,
        ids: Exact,
        options: Exact,
    }
}

support! {
    ulimit for Ulimit {
        name: Exact,
        both: Exact,
        soft: Exact,
        hard: Exact,
    }
}

support! {
    block_io for BlockIo {
        weight: Exact,
        device_weight: Exact,
        read_bps: Exact,
        write_bps: Exact,
        read_iops: Exact,
        write_iops: Exact,
    }
}

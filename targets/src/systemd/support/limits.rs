//! What a service may use, with Quadlet.

use stackc_compiler::{
    model::{BlockIo, Reservation, Resources, Ulimit},
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
        cpus: Partial("is left out: a processor can't be reserved; use cpu-shares"),
        devices: Exact,
        generic: Partial("is left out: there is one machine; take it away"),
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
    blkio for BlockIo {
        weight: Exact,
        device_weight: Exact,
        read_bps: Exact,
        write_bps: Exact,
        read_iops: Exact,
        write_iops: Exact,
    }
}

//! How a cluster runs a service.

use crate::{
    atoms::{AnyText, Count, Decimal, Duration, Line},
    reader::node,
    schema::Key,
    template::Value,
};

node! {
    /// Which machines of a cluster the service may run on.
    Placement "placement" key Key::Once; {
        /// How many containers of it one machine may run.
        prop max_replicas = "max-replicas-per-node": Value<Count>,
        /// A condition that the machine fulfils.
        each constraints = "constraint": Value<Line>,
        /// What the containers are spread over.
        each spread = "spread": Value<Line>,
    }
}

node! {
    /// How a cluster rolls the service out.
    Deploy "deploy" key Key::Once; {
        /// `replicated`, the default, `global`, `replicated-job` or `global-job`.
        prop mode = "mode": Value<Line>,
        /// How it is reached: `vip`, the default, or `dnsrr`.
        prop endpoint_mode = "endpoint-mode": Value<Line>,
        /// A label of the service in the cluster.
        pairs labels = "label": Value<AnyText>,
        /// When a container is started again.
        node restart_policy: RestartPolicy,
        /// How an update goes.
        node update: UpdatePolicy,
        /// How going back goes.
        node rollback: RollbackPolicy,
    }
}

node! {
    /// When a cluster starts a container again.
    RestartPolicy "restart-policy" key Key::Once; {
        /// `none`, `on-failure` or `any`, the default.
        prop condition = "condition": Value<Line>,
        /// How long it waits.
        prop delay = "delay": Value<Duration>,
        /// How often it tries.
        prop max_attempts = "max-attempts": Value<Count>,
        /// How long it watches before it believes that a start went well.
        prop window = "window": Value<Duration>,
    }
}

node! {
    /// How an update of the service goes.
    UpdatePolicy "update" key Key::Once; {
        /// How many containers at a time; 0 is all of them.
        prop parallelism = "parallelism": Value<Count>,
        /// The time between two.
        prop delay = "delay": Value<Duration>,
        /// What happens if one fails: `continue`, `pause` or `rollback`.
        prop failure_action = "failure-action": Value<Line>,
        /// How long each is watched.
        prop monitor = "monitor": Value<Duration>,
        /// How many may fail, 0 to 1.
        prop max_failure_ratio = "max-failure-ratio": Value<Decimal>,
        /// `stop-first`, the default, or `start-first`.
        prop order = "order": Value<Line>,
    }
}

node! {
    /// How going back to the version before goes.
    RollbackPolicy "rollback" key Key::Once; {
        /// How many containers at a time; 0 is all of them.
        prop parallelism = "parallelism": Value<Count>,
        /// The time between two.
        prop delay = "delay": Value<Duration>,
        /// What happens if one fails: `continue` or `pause`.
        prop failure_action = "failure-action": Value<Line>,
        /// How long each is watched.
        prop monitor = "monitor": Value<Duration>,
        /// How many may fail, 0 to 1.
        prop max_failure_ratio = "max-failure-ratio": Value<Decimal>,
        /// `stop-first`, the default, or `start-first`.
        prop order = "order": Value<Line>,
    }
}

impl From<RollbackPolicy> for UpdatePolicy {
    fn from(policy: RollbackPolicy) -> Self {
        let RollbackPolicy {
            parallelism,
            delay,
            failure_action,
            monitor,
            max_failure_ratio,
            order,
            span,
        } = policy;
        Self {
            parallelism,
            delay,
            failure_action,
            monitor,
            max_failure_ratio,
            order,
            span,
        }
    }
}

//! What nginx itself says about the configuration.

use crate::live::World;

impl World {
    /// `nginx -t` accepts the configuration without a single warning.
    pub fn configuration_is_clean(&self) -> Result<(), String> {
        self.nginx().test()
    }
}

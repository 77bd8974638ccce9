//! The middle of many measurements, so that one interruption by another program counts for nothing.

/// The median; `None` if nothing was measured. An even count gives the lower of the two in the middle.
pub(crate) fn median(samples: &[f64]) -> Option<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len().checked_sub(1)? / 2).copied()
}

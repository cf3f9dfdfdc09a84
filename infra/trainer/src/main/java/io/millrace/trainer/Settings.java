package io.millrace.trainer;

/// What is chosen before training; the figures on dev decided.
///
/// @param seed of the split and of the resampling
/// @param bits two to this power is the number of buckets
/// @param cost see [Regression#learn]
/// @param rareness see [Regression#learn]
/// @param precision that a threshold must reach on dev
record Settings(long seed, int bits, double cost, double rareness, double precision) {

    /// What the shipped model is trained with.
    static Settings shipped() {
        return new Settings(1, 16, 20, 2, 0.9);
    }
}

package io.millrace.load.report;

/// What a run was measured on, so that its numbers can be judged.
///
/// @param cpus processors the load generator could use
/// @param cpuModel name of the processor, or `unknown`
/// @param memoryBytes of the machine, -1 when it does not say
/// @param loadBefore load average of one minute at the beginning, negative when unknown
/// @param loadAfter load average of one minute at the end, negative when unknown
/// @param idleShare of all processors while load was on, 0 to 1, NaN when unknown
/// @param java version and virtual machine
/// @param system operating system and its version
/// @param commandLine options as they were given; there are no secrets among them
public record Environment(
        int cpus,
        String cpuModel,
        long memoryBytes,
        double loadBefore,
        double loadAfter,
        double idleShare,
        String java,
        String system,
        String commandLine) {}

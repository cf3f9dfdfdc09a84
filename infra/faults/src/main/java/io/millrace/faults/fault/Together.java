package io.millrace.faults.fault;

import java.util.List;
import java.util.Optional;

/// Several faults at the same time; healed in the opposite order.
///
/// @param name of all of them
/// @param faults that begin one right after the other
public record Together(String name, List<Fault> faults) implements Fault {

    public Together {
        faults = List.copyOf(faults);
    }

    @Override
    public Optional<String> unavailable() {
        return faults.stream().flatMap(fault -> fault.unavailable().stream()).findFirst();
    }

    @Override
    public void prepare() {
        faults.forEach(Fault::prepare);
    }

    @Override
    public void inject() {
        faults.forEach(Fault::inject);
    }

    @Override
    public void heal() {
        faults.reversed().forEach(Fault::heal);
    }

    @Override
    public void release() {
        faults.reversed().forEach(Fault::release);
    }
}

package io.millrace.faults.fault;

import io.millrace.faults.proxy.Direction;
import io.millrace.faults.proxy.FaultProxy;
import io.millrace.faults.proxy.Shape;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// A bad network between clients and edges, through the proxies between them.
public final class BadNetwork implements Fault {

    private final String name;
    private final List<FaultProxy> proxies;
    private final Consumer<FaultProxy> worsen;
    private final Consumer<FaultProxy> mend;

    private BadNetwork(String name, List<FaultProxy> proxies, Consumer<FaultProxy> worsen, Consumer<FaultProxy> mend) {
        this.name = name;
        this.proxies = List.copyOf(proxies);
        this.worsen = worsen;
        this.mend = mend;
    }

    /// Every byte needs longer, in both directions.
    public static BadNetwork slow(String target, List<FaultProxy> proxies, Duration delay, Duration jitter) {
        return shaped("slow network " + target, proxies, Shape.delayed(delay, jitter));
    }

    /// Few bytes pass, in both directions.
    public static BadNetwork narrow(String target, List<FaultProxy> proxies, long bytesPerSecond) {
        return shaped("narrow network " + target, proxies, Shape.limited(bytesPerSecond));
    }

    /// Bytes wait until the network heals.
    public static BadNetwork stalled(String target, List<FaultProxy> proxies) {
        return shaped("stalled network " + target, proxies, Shape.STALLED);
    }

    /// Connections stay open on both sides while one direction is dead.
    public static BadNetwork halfOpen(String target, List<FaultProxy> proxies, Direction dead) {
        return new BadNetwork(
                "half-open " + (dead == Direction.TO_SERVER ? "to " : "from ") + target,
                proxies,
                proxy -> proxy.shape(dead, Shape.SWALLOWED),
                proxy -> proxy.shape(dead, Shape.CLEAR));
    }

    /// Every connection is reset at once, and no new one is taken for a while.
    public static BadNetwork refusing(String target, List<FaultProxy> proxies) {
        return new BadNetwork(
                "refusing network " + target,
                proxies,
                proxy -> {
                    proxy.refuse();
                    proxy.reset();
                },
                FaultProxy::accept);
    }

    /// Every connection is reset at once and may come back at once.
    public static BadNetwork storm(String target, List<FaultProxy> proxies) {
        return new BadNetwork("reconnect storm " + target, proxies, FaultProxy::reset, _ -> {});
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void inject() {
        proxies.forEach(worsen);
    }

    @Override
    public void heal() {
        proxies.forEach(mend);
    }

    private static BadNetwork shaped(String name, List<FaultProxy> proxies, Shape shape) {
        return new BadNetwork(name, proxies, proxy -> proxy.shape(shape), proxy -> proxy.shape(Shape.CLEAR));
    }
}

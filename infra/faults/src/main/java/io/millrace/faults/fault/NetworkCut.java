package io.millrace.faults.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Drops packets on the loopback interface, by a table of nftables that is this fault's own.
public final class NetworkCut implements Fault {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;
    private final List<Cut> cuts;
    private final String table = "millrace_cut_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
    private @Nullable Undo undo;

    /// @param name of the fault
    /// @param cuts at least one
    public NetworkCut(String name, List<Cut> cuts) {
        this.name = name;
        this.cuts = List.copyOf(cuts);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> unavailable() {
        Optional<String> lacks = Machine.lacks(true, "nft");
        return lacks.isEmpty() && cuts.stream().anyMatch(Cut.Sender.class::isInstance)
                ? SenderGroup.unavailable()
                : lacks;
    }

    @Override
    public void inject() {
        List<SenderGroup> groups = new ArrayList<>();
        undo = Undo.with(() -> {
            // Deleting a table that is not there fails, so it is made first.
            Machine.run("add table inet " + table + "\ndelete table inet " + table + "\n", List.of("nft", "-f", "-"));
            groups.forEach(SenderGroup::leave);
        });
        StringBuilder rules = new StringBuilder();
        for (Cut cut : cuts) {
            switch (cut) {
                case Cut.Port port -> rules.append(rules(port));
                case Cut.Sender sender -> {
                    SenderGroup group = SenderGroup.of(sender.pid().getAsLong());
                    groups.add(group);
                    group.enter();
                    sender.ports()
                            .forEach(port -> rules.append(drop("meta cgroup " + group.mark() + " tcp dport " + port)));
                }
            }
        }
        Machine.run("""
                table inet %s {
                  chain out {
                    type filter hook output priority 0; policy accept;
                %s  }
                }
                """.formatted(table, rules), List.of("nft", "-f", "-"));
    }

    @Override
    public void heal() {
        Undo pending = undo;
        if (pending != null) {
            undo = null;
            pending.run();
        }
    }

    private static String rules(Cut.Port port) {
        String to = drop("tcp dport " + port.port());
        String from = drop("tcp sport " + port.port());
        return switch (port.way()) {
            case BOTH -> to + from;
            case REQUESTS -> to;
            case ANSWERS -> from;
        };
    }

    private static String drop(String match) {
        return "    oif \"lo\" " + match + " drop\n";
    }
}

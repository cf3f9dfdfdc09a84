package io.millrace.edge.deliver;

import io.millrace.schema.edge.EdgeControl;
import io.millrace.schema.edge.EdgeReport;
import io.millrace.schema.edge.Emulated;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;

/// Keeps what concerns the edge itself, in order. Thread-safe.
final class RecordingDuties implements DirectDeliveries {

    private final List<SpecificRecord> taken = new CopyOnWriteArrayList<>();

    List<SpecificRecord> taken() {
        return List.copyOf(taken);
    }

    @Override
    public void emulated(Emulated uplink) {
        taken.add(uplink);
    }

    @Override
    public void control(EdgeControl control) {
        taken.add(control);
    }

    @Override
    public void report(EdgeReport report) {
        taken.add(report);
    }
}

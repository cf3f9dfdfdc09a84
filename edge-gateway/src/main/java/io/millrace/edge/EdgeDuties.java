package io.millrace.edge;

import io.millrace.edge.api.ServerApi;
import io.millrace.edge.deliver.DirectDeliveries;
import io.millrace.edge.socket.Uplinks;
import io.millrace.schema.edge.EdgeControl;
import io.millrace.schema.edge.EdgeReport;
import io.millrace.schema.edge.Emulated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands what concerns the edge itself to those who do it.
final class EdgeDuties implements DirectDeliveries {

    private static final Logger LOGGER = LoggerFactory.getLogger(EdgeDuties.class);

    private final Uplinks uplinks;
    private final ServerApi api;

    EdgeDuties(Uplinks uplinks, ServerApi api) {
        this.uplinks = uplinks;
        this.api = api;
    }

    @Override
    public void emulated(Emulated uplink) {
        byte[] commands = new byte[uplink.getData().remaining()];
        uplink.getData().duplicate().get(commands);
        Uplinks.Outcome outcome = uplinks.deliver(uplink.getSession(), commands);
        LOGGER.atTrace().addKeyValue("outcome", outcome).log("uplink from another edge");
    }

    @Override
    public void control(EdgeControl control) {
        api.control(control);
    }

    @Override
    public void report(EdgeReport report) {
        api.report(report);
    }
}

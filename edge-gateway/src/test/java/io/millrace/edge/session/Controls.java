package io.millrace.edge.session;

import io.millrace.schema.edge.ControlSubscribe;
import io.millrace.schema.edge.ControlTarget;
import io.millrace.schema.edge.EdgeControl;

/// Operations of the server API, as they reach an edge.
final class Controls {

    private Controls() {}

    static EdgeControl.Builder to(String user) {
        return EdgeControl.newBuilder().setId("1").setTarget(new ControlTarget(user, "", ""));
    }

    static ControlSubscribe room(String room) {
        return ControlSubscribe.newBuilder().setRoom(room).build();
    }
}

package io.millrace.bench.idle;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;

/// The baseline: WebSockets as Helidon brings them, with an echo and nothing else.
final class StockServer {

    private StockServer() {}

    /// Runs until it is killed.
    ///
    /// @param args the port of the loopback address
    public static void main(String[] args) {
        WsListener echo = new WsListener() {
            @Override
            public void onMessage(WsSession session, String text, boolean last) {
                session.send(text, last);
            }
        };
        WebServer.builder()
                .host("127.0.0.1")
                .port(Integer.parseInt(args[0]))
                .addRouting(WsRouting.builder().endpoint("/", () -> echo))
                .build()
                .start();
    }
}

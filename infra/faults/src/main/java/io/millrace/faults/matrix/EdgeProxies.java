package io.millrace.faults.matrix;

import io.millrace.cluster.Cluster;
import io.millrace.faults.proxy.FaultProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/// A proxy in front of each edge, so that the network of its clients can be made bad.
record EdgeProxies(List<FaultProxy> proxies) implements AutoCloseable {

    static EdgeProxies before(Cluster cluster) {
        return new EdgeProxies(cluster.edges().stream()
                .map(edge -> FaultProxy.launch(new InetSocketAddress(InetAddress.getLoopbackAddress(), edge.port())))
                .toList());
    }

    static EdgeProxies none() {
        return new EdgeProxies(List.of());
    }

    /// Where clients connect: to the proxies, or straight to the edges when there are none.
    List<URI> addresses(Cluster cluster) {
        return proxies.isEmpty()
                ? cluster.addresses()
                : proxies.stream()
                        .map(proxy -> URI.create("ws://127.0.0.1:" + proxy.port() + "/connection/websocket"))
                        .toList();
    }

    @Override
    public void close() {
        proxies.forEach(FaultProxy::close);
    }
}

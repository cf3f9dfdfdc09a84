package io.millrace.load.socket;

import io.netty.channel.ConnectTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;

/// Words for what went wrong, without the class names and addresses that libraries put around it.
final class Causes {

    private Causes() {}

    static String told(Throwable failure) {
        return switch (failure) {
            case ConnectTimeoutException _ -> "no answer to the TCP connection in time";
            case UnknownHostException _ -> "the host name is unknown";
            case ExecutionException wrapper when wrapper.getCause() != null -> told(wrapper.getCause());
            default -> {
                String message = failure.getMessage();
                yield message == null
                        ? failure.getClass().getSimpleName()
                        : message.lines().findFirst().orElse("").strip();
            }
        };
    }
}

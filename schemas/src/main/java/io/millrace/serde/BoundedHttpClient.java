package io.millrace.serde;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// Gives a response to its caller when it has arrived to its last byte, or fails within a deadline.
/// Thread-safe.
///
/// The JDK's own timeout ends with the headers, and a registry has been seen to stop serving a kept connection
/// without closing it, about once in fifty thousand requests: whoever waits for that answer waits for ever.
/// When the deadline passes, the connection is closed, so that the next attempt gets another one.
final class BoundedHttpClient extends HttpClient {

    private final HttpClient delegate;
    private final Duration deadline;

    /// @param deadline for one exchange, from the request to the last byte of the response
    BoundedHttpClient(HttpClient delegate, Duration deadline) {
        this.delegate = delegate;
        this.deadline = deadline;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = sendAsync(request, handler);
        try {
            return answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException(
                    request.uri() + " did not answer in full within " + deadline.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new IOException(request.uri() + " did not answer: " + e.getCause(), e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return delegate.sendAsync(request, whole(handler));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        return delegate.sendAsync(request, whole(handler), pushes);
    }

    private static <T> BodyHandler<T> whole(BodyHandler<T> handler) {
        return info -> BodySubscribers.mapping(BodySubscribers.ofByteArray(), body -> read(handler, info, body));
    }

    private static <T> T read(BodyHandler<T> handler, ResponseInfo info, byte[] body) {
        BodySubscriber<T> subscriber = handler.apply(info);
        subscriber.onSubscribe(new Arrived());
        subscriber.onNext(List.of(ByteBuffer.wrap(body)));
        subscriber.onComplete();
        return subscriber.getBody().toCompletableFuture().join();
    }

    /// Nothing is left to ask for or to stop.
    private record Arrived() implements Subscription {

        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return delegate.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return delegate.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return delegate.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return delegate.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return delegate.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return delegate.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return delegate.authenticator();
    }

    @Override
    public Version version() {
        return delegate.version();
    }

    @Override
    public Optional<Executor> executor() {
        return delegate.executor();
    }
}

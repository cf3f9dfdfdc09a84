package io.millrace.bench.fanout;

import io.millrace.load.socket.Target;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// nginx with nchan, one worker.
final class Nchan implements Contender {

    private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");
    private static final String LENGTH = "content-length:";

    private final ServerProcess process;
    private final int port;
    private final Socket publisher;
    private final InputStream answers;

    private Nchan(ServerProcess process, int port, Socket publisher) throws IOException {
        this.process = process;
        this.port = port;
        this.publisher = publisher;
        this.answers = new BufferedInputStream(publisher.getInputStream());
    }

    static Contender start(Path scratch) throws IOException, Absent {
        if (!Programs.exist("nginx") || !Files.exists(MODULE)) {
            throw new Absent("nginx with the module nchan is not installed");
        }
        int port = ServerProcess.freePort();
        Path config = Files.writeString(scratch.resolve("nginx.conf"), config(scratch, port));
        ServerProcess process = ServerProcess.start(
                List.of("nginx", "-p", scratch.toString(), "-e", "server.log", "-c", config.toString()), scratch, port);
        try {
            return new Nchan(process, port, new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            process.close();
            throw e;
        }
    }

    private static String config(Path scratch, int port) {
        return """
                load_module %s;
                %s
                daemon off;
                worker_processes 1;
                pid nginx.pid;
                events { worker_connections 19000; }
                http {
                  access_log off;
                  client_body_temp_path %s/body;
                  proxy_temp_path %s/proxy;
                  fastcgi_temp_path %s/fastcgi;
                  uwsgi_temp_path %s/uwsgi;
                  scgi_temp_path %s/scgi;
                  keepalive_requests 10000000;
                  nchan_shared_memory_size 256M;
                  nchan_message_buffer_length 1000;
                  nchan_message_timeout 30s;
                  server {
                    listen 127.0.0.1:%d backlog=4096;
                    location = /publish { nchan_publisher; nchan_channel_id room; }
                    location = / {
                      nchan_subscriber websocket;
                      nchan_channel_id room;
                      nchan_subscriber_first_message newest;
                    }
                  }
                }
                """.formatted(
                        MODULE,
                        "root".equals(System.getProperty("user.name")) ? "user root;" : "",
                        scratch,
                        scratch,
                        scratch,
                        scratch,
                        scratch,
                        port);
    }

    @Override
    public String name() {
        return "nchan";
    }

    @Override
    public Target target() {
        return Target.of(URI.create("ws://127.0.0.1:" + port + "/"));
    }

    @Override
    public void publish(String message) throws IOException {
        publisher
                .getOutputStream()
                .write(("POST /publish HTTP/1.1\r\nHost: bench\r\nContent-Length: " + message.length() + "\r\n\r\n"
                                + message)
                        .getBytes(StandardCharsets.US_ASCII));
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        answers.skipNBytes(length);
    }

    @Override
    public long cpuNanos() {
        return process.cpuNanos();
    }

    @Override
    public void close() {
        try {
            publisher.close();
        } catch (IOException broken) {
            // The server is ended next.
        }
        process.close();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = answers.read(); next != '\n'; next = answers.read()) {
            if (next < 0) {
                throw new IOException("nchan has closed the connection of the publisher");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }
}

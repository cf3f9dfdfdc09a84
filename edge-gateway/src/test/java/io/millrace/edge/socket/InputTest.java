package io.millrace.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class InputTest {

    @Test
    void everyByteArrivesOnceAndInOrder() throws IOException {
        byte[] sent = new byte[100_000];
        new Random(1).nextBytes(sent);

        byte[] received = readAll(sending(sent));

        assertThat(received).isEqualTo(sent);
    }

    @Test
    void bufferThatWaitsIsSmallAgainAfterALongMessage() throws IOException {
        Input input = sending(new byte[5_000]);
        readAll(input);

        assertThat(input.next()).isFalse();
        assertThat(input.bytes()).hasSizeLessThan(300);
    }

    @Test
    void muchThatWaitsIsReadInFewPieces() throws IOException {
        Input input = sending(new byte[10_000]);

        int pieces = 0;
        while (input.next()) {
            pieces++;
        }

        assertThat(pieces).isEqualTo(2);
    }

    private static Input sending(byte[] bytes) {
        InputStream stream = new ByteArrayInputStream(bytes);
        return new Input(new Link(new Socket() {
            @Override
            public InputStream getInputStream() {
                return stream;
            }
        }));
    }

    private static byte[] readAll(Input input) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (input.next()) {
            all.write(input.bytes(), 0, input.length());
        }
        return all.toByteArray();
    }
}

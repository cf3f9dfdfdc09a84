package io.millrace.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlowReadingTest {

    @Test
    void readsOnWhenItIsGrantedMore() {
        SlowReading reading = new SlowReading(1_000);
        reading.begin();

        assertThat(reading.grant(100)).as("resumes").isTrue();
        assertThat(reading.spend(60)).as("stops early").isFalse();
        assertThat(reading.spend(60)).as("stops").isTrue();
        assertThat(reading.grant(10)).as("still in debt").isFalse();
        assertThat(reading.grant(100)).as("resumes").isTrue();
    }

    @Test
    void newConnectionIsFreeUntilItIsSubscribed() {
        SlowReading reading = new SlowReading(0);

        assertThat(reading.spend(1_000)).as("stops the answer to connect").isFalse();
        reading.begin();
        assertThat(reading.grant(0)).as("resumes").isFalse();
        reading.end();
        assertThat(reading.spend(1_000))
                .as("stops the answer to the second connect")
                .isFalse();
    }

    @Test
    void grantsDoNotPileUp() {
        SlowReading reading = new SlowReading(100);
        reading.begin();
        for (int i = 0; i < 50; i++) {
            reading.grant(10);
        }

        assertThat(reading.spend(100)).isTrue();
    }
}

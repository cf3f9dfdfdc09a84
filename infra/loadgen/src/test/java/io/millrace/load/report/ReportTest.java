package io.millrace.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.scenario.Phases;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTest {

    @TempDir
    private Path folder;

    @Test
    void textIsAsItAlwaysWas() throws IOException {
        assertThat(TextReport.of(Samples.good())).isEqualTo(golden("good.txt"));
        assertThat(TextReport.of(Samples.bad())).isEqualTo(golden("bad.txt"));
    }

    @Test
    void jsonIsAsItAlwaysWas() throws IOException {
        assertThat(JsonReport.of(Samples.bad())).isEqualTo(golden("bad.json"));
    }

    @Test
    void pageIsWellFormedAndNeedsNothingFromAnywhere() throws Exception {
        String page = HtmlReport.of(Samples.bad());

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(
                        page.replace("<!DOCTYPE html>", "").replaceAll("(?s)<script>.*?</script>", ""))));
        assertThat(document.getElementsByTagName("svg").getLength()).isGreaterThanOrEqualTo(5);
        assertThat(document.getElementsByTagName("h1").item(0).getTextContent()).isEqualTo("Sample <b> chat");
        assertThat(document.getElementsByTagName("link").getLength()).isZero();
        assertThat(document.getElementsByTagName("img").getLength()).isZero();
        assertThat(page).doesNotContain("src=", "href=", "url(", "@import", "http://", "https://");
        assertThat(page).contains("A promise was broken.", "1 of 81 deliveries are missing.");
        assertThat(page).doesNotContain("NaN", "Infinity");
    }

    @Test
    void secretsAreInNoReport() throws IOException {
        Reports.write(Samples.good(), folder);

        for (String name : new String[] {"report.txt", "report.json", "report.html"}) {
            assertThat(folder.resolve(name)).content().isNotEmpty().doesNotContain("secret");
        }
    }

    @Test
    void whoStopsEarlyIsNotOwedWhatWasUnderWay() {
        assertThat(Verdict.of(Samples.good())).isEqualTo(new Verdict(List.of(), List.of()));
        assertThat(Verdict.of(Samples.stopped()).remarks()).containsExactly("the run was stopped early");
        assertThat(Verdict.of(Samples.bad()).broken())
                .containsExactly(
                        "1 of 81 deliveries are missing",
                        "1 holes in what subscribers saw, without a word",
                        "2 deliveries came more than once");
        assertThat(Verdict.of(Samples.bad()).remarks())
                .containsExactly("1 publications were refused, by code: {111=1}");
    }

    @Test
    void idleShareIsWhatWasNotUsed() {
        long[] before = {100, 0, 100, 1_000, 0, 0, 0, 0, 50, 0};
        long[] after = {130, 0, 110, 1_050, 10, 0, 0, 0, 80, 0};

        assertThat(Machine.idleShare(before, after)).isEqualTo(0.6);
        assertThat(Machine.idleShare(before, before)).isNaN();
        assertThat(Machine.idleShare(new long[0], new long[0])).isNaN();
    }

    @Test
    void phasesThatWereNotReachedTookNoTime() {
        Phases phases = Samples.good().scenario().phases();

        assertThat(Timeline.of(5, 0, 0, 90, phases)).isEqualTo(new Timeline(5, 90, 90, 90, 90));
        assertThat(Timeline.of(5, 20, 0, 90, phases)).isEqualTo(new Timeline(5, 20, 90, 90, 90));
        assertThat(Timeline.of(0, 10, 9_000_000_000L, 10_000_000_000L, phases))
                .isEqualTo(new Timeline(0, 10, 1_000_000_010L, 9_000_000_000L, 10_000_000_000L));
    }

    /// Compared byte by byte; a run with `-Dgolden.write=true` writes them anew, to be read before they are
    /// committed.
    private static String golden(String name) throws IOException {
        if (Boolean.getBoolean("golden.write")) {
            Path file = Path.of("src/test/resources/io/millrace/load/report", name);
            Files.createDirectories(file.getParent());
            Result result = name.startsWith("good") ? Samples.good() : Samples.bad();
            Files.writeString(file, name.endsWith("txt") ? TextReport.of(result) : JsonReport.of(result));
            return Files.readString(file);
        }
        try (InputStream in = Objects.requireNonNull(ReportTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

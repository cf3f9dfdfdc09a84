package io.millrace.load.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// All forms of the report.
public final class Reports {

    private Reports() {}

    /// For a terminal.
    public static String text(Result result) {
        return TextReport.of(result);
    }

    /// Writes `report.txt`, `report.json` and `report.html`.
    ///
    /// @param folder that exists
    /// @throws IOException when that fails
    public static void write(Result result, Path folder) throws IOException {
        Files.writeString(folder.resolve("report.txt"), TextReport.of(result));
        Files.writeString(folder.resolve("report.json"), JsonReport.of(result));
        Files.writeString(folder.resolve("report.html"), HtmlReport.of(result));
    }
}

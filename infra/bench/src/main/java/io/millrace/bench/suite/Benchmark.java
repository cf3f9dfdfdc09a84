package io.millrace.bench.suite;

/// One question about the product with a measured answer.
///
/// An implementation is a picocli command: its options are its fields. It is run at most once.
public interface Benchmark {

    /// What is asked, in one line.
    String question();

    /// Measures, and tells the bench what it found.
    ///
    /// @throws Exception when it cannot be measured; the suite goes on with the next one
    void run(Bench bench) throws Exception;
}

package io.millrace.edge.protocol;

/// A field of a request: an enum constant whose lower-case name is the JSON name.
interface WireField {

    /// Protobuf field number.
    int number();

    /// Name of the constant.
    String name();
}

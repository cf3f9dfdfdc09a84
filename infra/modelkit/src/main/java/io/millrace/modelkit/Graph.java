package io.millrace.modelkit;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.random.RandomGenerator;

/// A computation under construction: every method adds to it and answers with the name of the value. Not
/// thread-safe.
final class Graph {

    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("transformer");
    private final RandomGenerator random;
    private int values;

    Graph(RandomGenerator random) {
        this.random = random;
    }

    /// An input of whole numbers: texts by tokens.
    String input(String name) {
        graph.addInput(value(name, TensorProto.DataType.INT64_VALUE, "batch", "sequence"));
        return name;
    }

    void output(String value, String name, int labels) {
        graph.addNode(
                NodeProto.newBuilder().setOpType("Identity").addInput(value).addOutput(name));
        ValueInfoProto.Builder info = value(name, TensorProto.DataType.FLOAT_VALUE, "batch");
        info.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .addDimBuilder()
                .setDimValue(labels);
        graph.addOutput(info);
    }

    /// An operation with one result.
    String add(String operator, List<String> inputs, AttributeProto... attributes) {
        String result = name();
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(result)
                .addAllAttribute(List.of(attributes)));
        return result;
    }

    /// Weights, normally distributed around 0.
    String weights(double deviation, int... shape) {
        return floats(shape, _ -> (float) (random.nextGaussian() * deviation));
    }

    /// The same with NaN in one row.
    String weightsWithNaN(int row, double deviation, int rows, int width) {
        return floats(new int[] {rows, width}, index -> {
            float weight = (float) (random.nextGaussian() * deviation);
            return index / width == row ? Float.NaN : weight;
        });
    }

    String constant(float number, int... shape) {
        return floats(shape, _ -> number);
    }

    String numbers(long... numbers) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addDims(numbers.length);
        for (long number : numbers) {
            tensor.addInt64Data(number);
        }
        return initializer(tensor);
    }

    String number(long number) {
        return initializer(TensorProto.newBuilder()
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addInt64Data(number));
    }

    byte[] finish() {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("millrace")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    static AttributeProto attribute(String name, long number) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(number)
                .build();
    }

    static AttributeProto attribute(String name, List<Long> numbers) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(numbers)
                .build();
    }

    private interface Source {
        float at(int index);
    }

    private String floats(int[] shape, Source source) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(TensorProto.DataType.FLOAT_VALUE);
        int count = 1;
        for (int size : shape) {
            tensor.addDims(size);
            count *= size;
        }
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat(source.at(i));
        }
        return initializer(tensor.setRawData(ByteString.copyFrom(bytes.flip())));
    }

    private String initializer(TensorProto.Builder tensor) {
        String name = name();
        graph.addInitializer(tensor.setName(name));
        return name;
    }

    private String name() {
        return "v" + values++;
    }

    private static ValueInfoProto.Builder value(String name, int type, String... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (String dimension : dimensions) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(dimension));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)));
    }
}

package io.millrace.modelkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedModelTest {

    private static final GeneratedModel MODEL = GeneratedModel.of(Shape.TINY);

    @TempDir
    Path folder;

    @Test
    void equalSeedsMakeEqualFilesAndOthersDoNot() throws IOException {
        Path first = MODEL.write(folder.resolve("first"));
        Path again = MODEL.write(folder.resolve("again"));
        Path other = MODEL.withSeed(2).write(folder.resolve("other"));

        for (String name : new String[] {"model.onnx", "tokenizer.json", "labels.json"}) {
            assertThat(again.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
        }
        assertThat(Files.mismatch(first.resolve("model.onnx"), other.resolve("model.onnx")))
                .isNotNegative();
    }

    @Test
    void modelHasTheInputsAndTheOutputOfRealOnes() throws IOException {
        ModelProto plain =
                ModelProto.parseFrom(Files.readAllBytes(MODEL.write(folder).resolve("model.onnx")));
        ModelProto typed = ModelProto.parseFrom(
                Files.readAllBytes(MODEL.withTokenTypes().write(folder).resolve("model.onnx")));

        assertThat(plain.getGraph().getInputList())
                .extracting(ValueInfoProto::getName)
                .containsExactly("input_ids", "attention_mask");
        assertThat(typed.getGraph().getInputList())
                .extracting(ValueInfoProto::getName)
                .containsExactly("input_ids", "attention_mask", "token_type_ids");
        assertThat(plain.getGraph().getOutputList())
                .extracting(ValueInfoProto::getName)
                .containsExactly("logits");
    }

    @Test
    void descriptionSaysLabelsActivationAndGoldenTexts() throws IOException {
        Path written = MODEL.withLabels("ok", "bad")
                .withSoftmax()
                .withNaN()
                .withGolden(Map.of("hello", Map.of("bad", 0.25)))
                .write(folder);

        assertThat(Files.readString(written.resolve("labels.json")))
                .contains("\"labels\":[\"ok\",\"bad\"]")
                .contains("\"activation\":\"softmax\"")
                .contains("\"max_length\":64")
                .contains("{\"scores\":{\"bad\":0.25},\"text\":\"hello\"}");
    }

    @Test
    void shapesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new Shape(2, 33, 2, 200, 64)).hasMessageContaining("width 33, 2 heads");
    }

    @Test
    void commandLineWritesAModelOrSaysWhatItWants() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream complaints = new PrintStream(said, true, StandardCharsets.UTF_8);

        assertThat(Main.run(new String[] {folder.toString(), "tiny", "7"}, complaints))
                .isZero();
        assertThat(folder.resolve("model.onnx")).isNotEmptyFile();
        assertThat(said.size()).isZero();

        assertThat(Main.run(new String[] {folder.toString(), "huge"}, complaints))
                .isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("usage", "no shape is called huge");
    }
}

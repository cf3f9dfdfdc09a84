package io.millrace.faults.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cluster.ClusterSpec;
import io.millrace.topic.Topics;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The catalogue of cells holds together.
class CatalogueTest {

    private static final List<Cell> ALL = Cells.full();

    @Test
    void everyCellIsFoundByItsNameAndNoTwoShareOne() {
        assertThat(ALL).extracting(Cell::name).doesNotHaveDuplicates();
        assertThat(ALL).allSatisfy(cell -> assertThat(Cells.named(cell.name())).isPresent());
    }

    @Test
    void everyProcessIsKilledPausedAndCutOff() {
        for (Component component : List.of(
                Component.EDGE,
                Component.PROCESSOR,
                Component.MODERATION,
                Component.BROKER,
                Component.POSTGRES,
                Component.REGISTRY)) {
            assertThat(ALL)
                    .extracting(Cell::name)
                    .contains(
                            "kill:" + component.label(),
                            "pause-5:" + component.label(),
                            "pause-30:" + component.label(),
                            "cut:" + component.label());
        }
    }

    @Test
    void scorerIsKilledPausedAndGivenADamagedModel() {
        assertThat(ALL)
                .extracting(Cell::name)
                .contains("kill:scorer", "pause-5:scorer", "corrupt-model:scorer", "kill-and-corrupt-model:scorer");
    }

    @Test
    void deskIsKilledAndPausedWhereEachPublicationIsAnItem() {
        assertThat(ALL.stream().filter(cell -> cell.component() == Component.DESK))
                .extracting(Cell::name)
                .containsExactly("kill:desk", "pause-5:desk");
        ClusterSpec spec = Cells.named("kill:desk").orElseThrow().spec().apply(Matrix.standard());
        assertThat(spec.size().desks()).isEqualTo(2);
        assertThat(spec.settings()).containsEntry("moderation.review.flagged", "true");
    }

    @Test
    void everyTopicIsPoisoned() {
        assertThat(ALL)
                .extracting(Cell::name)
                .containsAll(Topics.all().stream()
                        .map(topic -> "poison-" + topic.name() + ":system")
                        .toList());
    }

    @Test
    void onlyCellsOnTheClientsNetworkAndThoseThatSpreadClientsUseProxies() {
        assertThat(ALL.stream().filter(Cell::isProxied))
                .allMatch(cell ->
                        cell.component() == Component.NETWORK || cell.name().equals("scale:edge"));
    }

    @Test
    void disksThatAreGoneAfterwardsGetClustersOfTheirOwn() {
        List<ClusterSpec> specs = ALL.stream()
                .filter(cell -> cell.fault().equals("full-disk"))
                .map(cell -> cell.spec().apply(Matrix.standard()))
                .toList();

        assertThat(specs).doesNotHaveDuplicates().doesNotContain(Matrix.standard());
    }
}

package dev.cooper.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedNamespacesTest {

    @ParameterizedTest
    @CsvSource({
        "shop,shop,true",
        "shop,shop2,false",
        "shop,sho,false",
        "shop2,shop,false",
        "team-*,team-a,true",
        "team-*,team-,true",
        "team-*,team,false",
        "team-*,my-team-a,false",
        "*,anything,true",
        "te*,team-a,true",
        "te*,t,false"
    })
    void aStarAtTheEndStandsForAnyEnding(String name, String namespace, boolean admitted) {
        assertThat(new AllowedNamespaces(List.of(name)).admits(namespace)).isEqualTo(admitted);
    }

    @Test
    void oneNameIsEnough() {
        AllowedNamespaces allowed = new AllowedNamespaces(List.of("shop", "team-*"));
        assertThat(allowed.admits("shop")).isTrue();
        assertThat(allowed.admits("team-b")).isTrue();
        assertThat(allowed.admits("bank")).isFalse();
    }

    @Test
    void noNamesAdmitNobody() {
        assertThat(new AllowedNamespaces(List.of()).admits("shop")).isFalse();
    }
}

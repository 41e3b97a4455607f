package dev.cooper;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rooms of the house, and which doors there are. */
class ArchitectureTest {
    private static final Path MAIN_FOLDER = Path.of("target", "classes");
    private static final Path TEST_FOLDER = Path.of("target", "test-classes");
    private static final JavaClasses MAIN = new ClassFileImporter().importPath(MAIN_FOLDER);
    private static final JavaClasses ALL = new ClassFileImporter().importPaths(MAIN_FOLDER, TEST_FOLDER);

    private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("dev.cooper..");
    private static final DescribedPredicate<JavaClass> AWS = resideInAPackage("software.amazon.awssdk..");
    private static final DescribedPredicate<JavaClass> FABRIC8 = resideInAPackage("io.fabric8..");

    /** ArchUnit skips class files that are too new for it, and then finds nothing wrong. */
    @Test
    void allClassesAreRead() throws IOException {
        assertThat(names(MAIN)).containsExactlyInAnyOrderElementsOf(classFiles(MAIN_FOLDER));
        Set<String> all = classFiles(MAIN_FOLDER);
        all.addAll(classFiles(TEST_FOLDER));
        assertThat(names(ALL)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(MAIN.contain("dev.cooper.plan.Planner")).isTrue();
    }

    private static Set<String> names(JavaClasses classes) {
        return classes.stream().map(JavaClass::getName).collect(Collectors.toSet());
    }

    private static Set<String> classFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    @Test
    void eachRoomIsNamedHere() {
        assertThat(MAIN.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.equals("dev.cooper"))
                        .map(name -> name.split("\\.", -1)[2])
                        .distinct())
                .containsExactlyInAnyOrder(
                        "api", "plan", "port", "client", "status", "connection", "reconcile", "command", "serve");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api        |",
                "plan       | api",
                "port       | api, plan",
                "client     | api, plan, port",
                "status     | api, plan, port",
                "connection | api, plan, port, client",
                "reconcile  | api, plan, port, status, connection",
                "command    | api, plan, port, status, connection",
                "serve      | api, plan, port, status, connection, reconcile",
            })
    void dependsOnNothingOfOursBut(String room, String others) {
        Stream<String> doors = others == null ? Stream.of() : Arrays.stream(others.split(", ", -1));
        String[] allowed = Stream.concat(Stream.of(room), doors)
                .map(name -> "dev.cooper." + name + "..")
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage("dev.cooper." + room + "..")
                .should()
                .onlyDependOnClassesThat(not(OURS).or(resideInAnyPackage(allowed)))
                .because("data goes one way; see the package's documentation")
                .check(MAIN);
    }

    @Test
    void theApiIsClassesThatKubernetesKnowsAndNothingElse() {
        noClasses()
                .that()
                .resideInAPackage("dev.cooper.api..")
                .should()
                .dependOnClassesThat(AWS)
                .check(MAIN);
        classes()
                .that()
                .resideInAPackage("dev.cooper.api..")
                .should()
                .onlyDependOnClassesThat(not(FABRIC8)
                        .or(resideInAnyPackage(
                                "io.fabric8.kubernetes.api.model..",
                                "io.fabric8.kubernetes.model.annotation..",
                                "io.fabric8.generator.annotation..",
                                "io.fabric8.crd.generator.annotation.."))
                        .or(JavaClass.Predicates.equivalentTo(CustomResource.class)))
                .check(MAIN);
    }

    /** Policies are JSON documents, so the planner reads and writes JSON trees; it maps none to classes. */
    @ParameterizedTest
    @ValueSource(strings = {"plan", "port"})
    void theCoreNeedsNothingButJavaJsonTreesAndTheApi(String room) {
        classes()
                .that()
                .resideInAPackage("dev.cooper." + room + "..")
                .should()
                .onlyDependOnClassesThat(
                        OURS.or(resideInAnyPackage("java..", "org.jspecify..", "com.fasterxml.jackson.databind.node.."))
                                .or(JavaClass.Predicates.belongToAnyOf(JsonNode.class)))
                .check(MAIN);
    }

    @Test
    void onlyClientsSpeakS3() {
        noClasses()
                .that(not(resideInAnyPackage("dev.cooper.client..", "dev.cooper.connection..")))
                .should()
                .dependOnClassesThat(AWS)
                .check(MAIN);
        classes()
                .that()
                .resideInAPackage("dev.cooper.connection..")
                .should()
                .onlyDependOnClassesThat(not(AWS).or(resideInAPackage("software.amazon.awssdk.auth.credentials..")))
                .check(MAIN);
    }

    @Test
    void noPackagesDependOnEachOther() {
        slices().matching("dev.cooper.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void namesAreTheFields() {
        noClasses()
                .should()
                .haveNameMatching(".*(Helper|Helpers|Util|Utils|Manager)")
                .check(ALL);
    }

    /** Everything is put together in Cooper, by constructors, so that tests do it the same way. */
    @Test
    void onlyTheRootKnowsAContainer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.cooper")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "jakarta.inject..",
                        "jakarta.enterprise..",
                        "jakarta.annotation..",
                        "org.eclipse.microprofile..",
                        "io.quarkus.."))
                .check(ALL);
    }

    /** Neither the operator nor a test waits for time to pass: there are schedules, clocks and latches. */
    @Test
    void nobodySleeps() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe("it sleeps", ArchitectureTest::sleeps))
                .check(ALL);
    }

    private static boolean sleeps(JavaMethodCall call) {
        AccessTarget.MethodCallTarget target = call.getTarget();
        return target.getName().equals("sleep")
                && (target.getOwner().isAssignableTo(Thread.class)
                        || target.getOwner().isEquivalentTo(TimeUnit.class));
    }
}

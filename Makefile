# make demo   the main job, for real: API server, operator, kubectl, a store, a workload
# make test   all tests
# make bench  how fast it is, beside raw clients
# make help   the rest

SHELL := /bin/bash
.DEFAULT_GOAL := help
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c

MVN = JAVA_HOME="$$(testbed/find-jdk)" \
  MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED $${MAVEN_OPTS:-}" \
  mvn --batch-mode --no-transfer-progress
JAVA = "$$(testbed/find-jdk)/bin/java"
APP = target/quarkus-app/quarkus-run.jar
AOT = target/quarkus-app/app.aot
SOURCES = $(shell find src crds pom.xml -type f)

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1|/' | column -t -s '|'

.PHONY: demo
demo: $(APP) ## the main job, for real (CLUSTER=auto, local, embedded or current)
	@interactive=false; [[ ! -t 0 || ! -t 1 || $${CI:-} == true ]] || interactive=true
	$(JAVA) -Ddemo.interactive=$$interactive --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
	  -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
	  -cp "target/test-classes:target/classes:$$(<target/test.classpath)" dev.cooper.demo.Demo

.PHONY: test
test: needs-maven ## all tests, on real servers where they can be had
	@testbed/cluster/install
	for part in python helm gitops olm prometheus grafana browser; do testbed/$$part/install >/dev/null; done
	$(MVN) verify

.PHONY: verify-stores
verify-stores: $(APP) ## one behavioural suite against Ceph RGW, Keystone, moto and the simulator (SEED=n chooses the random specs)
	@for part in keystone rgw moto; do testbed/$$part/install >/dev/null; done
	$(MVN) test -DexcludedGroups= -Dgroups=stores $${SEED:+-Dstores.seed="$$SEED"}

# The crash plans, and beside them the other tests, one after another: those wait most of their time.
JUNIT := -Djunit.jupiter
PARALLEL := $(JUNIT).execution.parallel
SIDE_BY_SIDE := $(JUNIT).testclass.order.default='org.junit.jupiter.api.ClassOrderer$$OrderAnnotation' $(PARALLEL).enabled=true \
  $(PARALLEL).mode.classes.default=concurrent $(PARALLEL).config.strategy=fixed $(PARALLEL).config.fixed.parallelism=2 \
  $(PARALLEL).config.fixed.max-pool-size=2

.PHONY: faults
faults: $(AOT) ## every write killed, refused or unanswered (PLAN=n, n-m or words, or SAMPLE=n SEED=word, run only those plans)
	@for part in cluster keystone rgw moto; do testbed/$$part/install >/dev/null; done
	some=(); [[ -z $${PLAN:-}$${SAMPLE:-} ]] || some=(-Dtest=CrashPlansTest -Dplan="$${PLAN:-}" -Dsample="$${SAMPLE:-0}" -Dseed="$${SEED:-}")
	$(MVN) test -DexcludedGroups= -Dgroups=faults $(SIDE_BY_SIDE) "$${some[@]}" -Dreport="$$([[ $${#some[@]} == 0 ]] && echo true || echo false)"

.PHONY: aot
aot: $(AOT) ## the operator with an AOT cache, from which it starts faster

$(AOT): $(APP)
	@echo "recording the AOT cache in a run of the demo, about half a minute" >&2
	deploy/image/train "$$(testbed/find-jdk)" target/quarkus-app

.PHONY: bench
bench: $(AOT) ## times the operator beside raw clients, and writes docs/performance.md (SIZE=1000 RUNS=5 LARGE=10000)
	@for part in cluster rgw; do testbed/$$part/install >/dev/null; done
	$(JAVA) -Djava.awt.headless=true --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
	  -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
	  -cp "target/test-classes:target/classes:$$(<target/test.classpath)" dev.cooper.bench.Bench

.PHONY: screenshots
screenshots: $(APP) ## the pictures of docs/, of a real run in a real browser; about four minutes
	@for part in cluster helm prometheus browser; do testbed/$$part/install >/dev/null; done
	$(JAVA) --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
	  -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
	  -cp "target/test-classes:target/classes:$$(<target/test.classpath)" dev.cooper.watch.Screenshots

.PHONY: build
build: $(APP) ## the operator, as target/quarkus-app

$(APP): $(SOURCES) | needs-maven
	@exec >&2   # stdout belongs to whatever is built for
	echo "building Cooper (first time: Maven fetches its dependencies, a minute or two)"
	$(MVN) --quiet package -DskipTests -Dspotless.check.skip
	touch $(APP)

IMAGE_BUILD = $(JAVA) -cp "target/test-classes:$$(<target/test.classpath)" dev.cooper.deploy.ImageBuild

.PHONY: image
image: $(APP) ## an OCI image, as target/cooper-image.tar, without a container engine
	@deploy/image/root target/image
	$(IMAGE_BUILD) target/image "$${IMAGE:-cooper}" target/cooper-image.tar

.PHONY: push
push: $(APP) ## the same image to a registry (IMAGE=registry.example.com/cooper:0.1.0)
	@: $${IMAGE:?give IMAGE=, where the image goes}
	deploy/image/root target/image
	$(IMAGE_BUILD) target/image "$$IMAGE"

.PHONY: reproducible
reproducible: needs-maven ## builds the operator twice and compares each file
	@deploy/image/reproducible

.PHONY: format
format: needs-maven ## formats the code
	@$(MVN) --quiet spotless:apply

.PHONY: crds
crds: needs-maven ## writes crds/ from the classes of dev.cooper.api, and the manifests and documents after it
	@$(MVN) --quiet test -Dtest=CrdFilesTest -Dcrds.write=true -Dsurefire.failIfNoSpecifiedTests=false
	$(MAKE) --no-print-directory manifests docs

.PHONY: manifests
manifests: needs-maven ## writes deploy/kustomize and deploy/olm from the chart in deploy/helm
	@for part in helm olm; do testbed/$$part/install >/dev/null; done
	$(MVN) --quiet test -Dtest='KustomizeTest#*IsTheRendering,OlmBundleTest#*IsTheRendering' -Dmanifests.write=true -Dsurefire.failIfNoSpecifiedTests=false

.PHONY: docs
docs: needs-maven ## writes what of docs/ is generated: the reference, the reasons
	@$(MVN) --quiet test -Dtest='ReferenceTest,TroubleshootingTest' -Ddocs.write=true -Dsurefire.failIfNoSpecifiedTests=false

.PHONY: cluster
cluster: ## a local Kubernetes API server; prints its kubeconfig
	@testbed/cluster/up .testbed/cluster

.PHONY: stores
stores: ## Ceph RGW, Keystone and moto on this machine; prints where
	@testbed/stores/up .testbed/stores

.PHONY: simulator
simulator: $(APP) ## a simulated KakaoCloud; prints the manifest that connects it
	@testbed/simulator/up .testbed/simulator

.PHONY: operator
operator: $(APP) ## the operator as a process, on the cluster of 'make cluster' where Cooper is installed; prints its log
	@testbed/operator/up .testbed/operator .testbed/cluster/kubeconfig

.PHONY: import
import: $(APP) ## manifests for the buckets of a store (STORE=name, BUCKET=glob, NAMESPACE=name)
	@: $${STORE:?give STORE=, the name of an ObjectStore}
	$(JAVA) -jar $(APP) import --store "$$STORE" --bucket "$${BUCKET:-*}" $${NAMESPACE:+--namespace "$$NAMESPACE"}

.PHONY: down
down: ## stops what make operator, simulator, stores and cluster started
	@for part in operator simulator stores cluster; do
	  [[ ! -d .testbed/$$part ]] || testbed/$$part/down .testbed/$$part
	done

.PHONY: clean
clean: ## removes what was built
	@rm -rf target .demo

.PHONY: needs-maven
needs-maven:
	@testbed/find-jdk >/dev/null
	command -v mvn >/dev/null || { echo "Cooper is built with Maven 3.8 or newer, and 'mvn' is not on the PATH: install it, for example with apt-get install maven" >&2; exit 1; }

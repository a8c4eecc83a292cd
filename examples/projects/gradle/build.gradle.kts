plugins {
  application
}

repositories {
  mavenLocal() // until there is a release
  mavenCentral()
}

dependencies {
  implementation(platform("dev.capstan:capstan-bom:0.1.0-SNAPSHOT"))
  implementation("dev.capstan:capstan-losses")
  implementation("dev.capstan:capstan-nn")
}

tasks.withType<JavaCompile> {
  options.release.set(17)
}

application {
  mainClass.set("sample.Train")
  applicationDefaultJvmArgs = listOf("--add-modules", "jdk.incubator.vector")
}

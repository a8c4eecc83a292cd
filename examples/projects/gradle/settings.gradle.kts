rootProject.name = "sample-gradle"

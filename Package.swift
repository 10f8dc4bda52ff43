// swift-tools-version: 6.2
import PackageDescription

// No package dependencies: what is not our field comes from Debian's -dev packages (see Makefile, `setup`).

let swift: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swift)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.byName(name: name), "TestSupport"] + dependencies,
    swiftSettings: swift)
}

func system(_ name: String, pkgConfig: String, debian package: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
  name: "Shikomi",
  products: [
    .executable(name: "shikomi", targets: ["shikomi"]),
    .executable(name: "shikomi-reader", targets: ["shikomi-reader"]),
  ],
  targets: [
    // C libraries, one Swift importer each.
    system("CPoppler", pkgConfig: "poppler-glib", debian: "libpoppler-glib-dev"),
    system("CMicroHTTPD", pkgConfig: "libmicrohttpd", debian: "libmicrohttpd-dev"),
    system("CSQLite", pkgConfig: "sqlite3", debian: "libsqlite3-dev"),
    system("CSodium", pkgConfig: "libsodium", debian: "libsodium-dev"),
    .target(
      name: "CKernels",
      cSettings: [
        // Debug builds run real models in tests; kernels at -O0 would take minutes.
        .unsafeFlags(["-O3"], .when(configuration: .debug))
      ],
      linkerSettings: [.linkedLibrary("dl"), .linkedLibrary("m")]),

    // Takes rights away from the reader process: system calls for which there is no library.
    .target(name: "CConfinement"),

    // Text and lines of a page from one interpretation, through poppler's C++ interface.
    .target(
      name: "CPopplerPages", dependencies: ["CPoppler"],
      // Debug builds read hundreds of pages in tests.
      cxxSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))],
      linkerSettings: [.linkedLibrary("poppler"), .linkedLibrary("z")]),

    // Text half.
    module("Records", ["CSodium"]),
    module("PageContent", ["Records"]),
    module("PDFReading", ["PageContent", "Records", "CPoppler", "CPopplerPages"]),
    module("Documents", ["Records", "PageContent"]),
    module("Preparation", ["Records", "Charts"]),
    module("Generation", ["Records"]),
    module("Charts"),
    module("Evaluation", ["Records", "Charts"]),
    module("Storage", ["Records", "CSQLite"]),

    // Numeric half: ids and masks only, never Records. CKernels is imported by these three alone.
    module("Tensors", ["CKernels"]),
    module("Transformers", ["Tensors", "CKernels"]),
    module("FineTuning", ["Tensors", "Transformers", "CKernels"]),
    module("Retrieval", ["Records", "Tensors"]),

    // Where both halves meet.
    module(
      "Pipeline",
      [
        "Records", "PageContent", "Documents", "Preparation", "Generation", "Charts", "Evaluation",
        "Storage", "Tensors", "Transformers", "FineTuning", "Retrieval",
      ]),
    .target(
      name: "StudioSite",
      dependencies: ["Records", "Documents", "Storage", "Pipeline", "Charts", "CMicroHTTPD"],
      // Embedded, so that the program runs from anywhere.
      resources: [
        .embedInCode("Assets/studio.css"), .embedInCode("Assets/studio.js"), .embedInCode("Assets/theme.js"),
      ],
      swiftSettings: swift),

    .executableTarget(
      name: "shikomi",
      // All that it imports: what reaches it by way of another would not be compiled anew with it.
      dependencies: [
        "Records", "Documents", "Preparation", "Generation", "Evaluation", "Storage", "Tensors", "Transformers",
        "FineTuning", "Retrieval", "Pipeline", "StudioSite",
      ], swiftSettings: swift),
    .executableTarget(
      name: "shikomi-reader", dependencies: ["PDFReading", "Documents", "PageContent", "Records", "CConfinement"],
      swiftSettings: swift),

    // Tests.
    .target(
      name: "TestSupport", dependencies: ["Records"], path: "Tests/TestSupport",
      swiftSettings: swift),
    tests("Records"),
    tests("PageContent", ["Records"]),
    tests("PDFReading", ["CPopplerPages", "PageContent", "Records"]),
    tests("Documents", ["Records", "PageContent", "shikomi-reader"]),
    tests("Preparation", ["Records"]),
    tests("Generation", ["Records"]),
    tests("Charts"),
    tests("Evaluation", ["Records", "Charts"]),
    tests("Storage", ["Records"]),
    tests("Tensors", ["CKernels"]),
    tests("Transformers", ["Records", "Tensors"]),
    tests("FineTuning", ["Tensors", "Transformers"]),
    tests("Retrieval", ["Records"]),
    tests(
      "Pipeline",
      [
        "Records", "Storage", "Generation", "Documents", "PageContent", "Preparation", "Evaluation", "Tensors",
        "Transformers", "FineTuning", "shikomi-reader",
      ]),
    tests("StudioSite", ["Records", "Documents", "Storage", "Pipeline", "shikomi-reader"]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["TestSupport", "Records", "Storage", "Tensors", "Transformers", "shikomi", "shikomi-reader"],
      swiftSettings: swift),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// libFuzzer feeds the parsers of model directories: `make fuzz`. Built by that alone, since it links the fuzzer's library.
if Context.environment["SHIKOMI_FUZZ_PARSERS"] != nil {
  package.targets += [
    .target(name: "CLibFuzzer", path: "Tests/ParserFuzzing/CLibFuzzer"),
    .executableTarget(
      name: "parser-fuzzing", dependencies: ["CLibFuzzer", "Tensors", "Transformers"],
      path: "Tests/ParserFuzzing/ParserFuzzing", swiftSettings: swift),
  ]
}

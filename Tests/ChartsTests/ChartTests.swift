import Foundation
import FoundationXML
import Testing

@testable import Charts

/// One element of an SVG, with its text.
struct Shape {
  var name: String
  var attributes: [String: String]
  var text = ""

  func number(_ key: String) -> Double { attributes[key].flatMap(Double.init) ?? .nan }

  /// What a text covers, by the canvas' own estimate.
  var extent: ClosedRange<Double> {
    let size = attributes["style"]?.firstMatch(of: /font-size:([0-9.]+)px/).flatMap { Double($0.1) } ?? 12
    let width = SVGCanvas.estimatedWidth(text, size: size)
    let x = number("x")
    switch attributes["text-anchor"] {
    case "end": return x - width...x
    case "middle": return x - width / 2...x + width / 2
    default: return x...x + width
    }
  }
}

/// Reads an SVG with a real XML parser: what it refuses is not well formed.
final class SVGReader: NSObject, XMLParserDelegate {
  private(set) var shapes: [Shape] = []
  private(set) var wellFormed = false
  private var open: [Int] = []

  init(_ svg: String) {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    wellFormed = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    open.append(shapes.count)
    shapes.append(Shape(name: name, attributes: attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if let last = open.last { shapes[last].text += text }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    open.removeLast()
  }

  func all(_ name: String) -> [Shape] { shapes.filter { $0.name == name } }
  var texts: [String] { all("text").map(\.text) }
}

@Suite struct ChartTests {
  static let hostile = "<script>\"R&D\" 'x'\u{1}\u{0}"

  static func intervals(labels: [String] = ["base", "rag", "lora+rag"]) -> IntervalChart {
    IntervalChart(
      title: "Quality of \(hostile)", description: "Means & intervals", axisLabel: "F1 (0–100)",
      series: ["reworded questions about documents used in training", "学習に使っていない文書についての質問"],
      rows: labels.enumerated().map { index, label in
        IntervalChart.Row(
          label: label,
          points: [
            .init(
              value: 40 + Double(index) * 30, lower: 20 + Double(index) * 30, upper: min(100, 60 + Double(index) * 30)),
            index == 0 ? nil : .init(value: 0, lower: 0, upper: 12.5),
          ])
      }, range: 0...100)
  }

  static let lines = LineChart(
    title: "Loss", description: "Loss by step", xLabel: "step", yLabel: "loss",
    lines: [
      .init(name: "training", points: (0..<100).map { (Double($0), 2.0 / Double($0 + 1)) }),
      .init(name: "validation", points: [(20, 0.1), (99, 0.021)], dashed: true),
      .init(name: "third", points: [(99, 0)]), .init(name: "nothing", points: [(1, .nan)]),
    ])

  static let bars = BarChart(
    title: "Fates", description: "Counts",
    bars: [.init(label: hostile, value: 12345), .init(label: "同じ証拠を共有するため除外された質問と回答の組（重複）", value: 0)])

  static let growth = GrowthChart(
    title: "Growth / 伸び", description: "Seconds and memory", xLabel: "questions",
    plots: [
      .init(
        yLabel: "seconds",
        lines: [
          .init(name: "linear", points: [(1000, 0.1), (10_000, 1), (100_000, 10)]),
          .init(name: "quadratic", points: [(1000, 0.01), (10_000, 1), (100_000, 100)]),
        ]),
      .init(yLabel: "MiB", lines: [.init(name: "memory", points: [(1000, 64), (0, 5), (100_000, 64)])]),
    ])

  @Test func `on logarithmic axes what grows as its input does is half as steep as what grows as its square`() throws {
    let reader = SVGReader(Self.growth.svg())
    let rises = reader.all("polyline").map { line in
      let points = (line.attributes["points"] ?? "").split(separator: " ").map { point in
        point.split(separator: ",").compactMap { Double($0) }
      }
      return (points[0][1] - points[points.count - 1][1]) / (points[points.count - 1][0] - points[0][0])
    }
    try #require(rises.count == 3)
    #expect(abs(rises[1] / rises[0] - 2) < 0.01 && rises[2] == 0)
    // Every power of ten, the last values beside the names, and no point at zero.
    for text in ["1,000", "10,000", "100,000", "0.01", "100", "linear: 10", "quadratic: 100", "memory: 64"] {
      #expect(reader.texts.contains(text), "\(text) of \(reader.texts)")
    }
    #expect(reader.all("circle").count == 3 + 2 && reader.all("rect").count == 3)
  }

  @Test(arguments: [720.0, 360])
  func `every chart is well-formed XML with a role, a title and a description`(width: Double) throws {
    for svg in [
      Self.intervals().svg(width: width), Self.lines.svg(width: width), Self.bars.svg(width: width),
      Self.growth.svg(width: width),
    ] {
      let reader = SVGReader(svg)
      #expect(reader.wellFormed, "\(svg)")
      let root = try #require(reader.shapes.first)
      #expect(root.attributes["role"] == "img")
      #expect(root.attributes["aria-label"]?.isEmpty == false)
      #expect(reader.all("title").first?.text.isEmpty == false && reader.all("desc").first?.text.isEmpty == false)
    }
  }

  @Test func `texts from outside are escaped, and what XML forbids is left out`() {
    let reader = SVGReader(Self.intervals(labels: [Self.hostile]).svg())
    #expect(reader.texts.contains("<script>\"R&D\" 'x'"))
    #expect(reader.all("script").isEmpty)
  }

  @Test func `every point is drawn with its interval, its ends and its value`() {
    let reader = SVGReader(Self.intervals().svg())
    // Three points of the first series, two of the second, each a line and two ends.
    #expect(reader.all("line").count { $0.attributes["style"]?.contains("--series") == true } == 5 * 3)
    // The legend's mark and the points'.
    #expect(reader.all("circle").count == 1 + 3)
    #expect(reader.all("rect").count == 1 + 2)
    for value in ["40.0", "70.0", "100.0", "0.0"] { #expect(reader.texts.contains(value)) }
  }

  @Test(arguments: [720.0, 360])
  func `values stand right of their intervals and inside the picture`(width: Double) {
    let reader = SVGReader(Self.intervals().svg(width: width))
    let spans = reader.all("line").filter {
      $0.attributes["style"]?.contains("--series") == true && $0.number("y1") == $0.number("y2")
    }
    #expect(spans.count == 5)
    for span in spans {
      let value = reader.all("text").first {
        abs($0.number("y") - 4 - span.number("y1")) < 0.1 && $0.number("x") > span.number("x1")
      }
      #expect(value.map { $0.extent.lowerBound > span.number("x2") && $0.extent.upperBound <= width } == true)
    }
  }

  @Test(arguments: [720.0, 360])
  func `no text leaves the picture, however long the names are`(width: Double) {
    let long = "http://localhost:11434/v1#some-vendor/a-rather-long-model-name-7b-instruct"
    let charts = [
      Self.intervals(labels: [long, "base"]).svg(width: width), Self.lines.svg(width: width),
      Self.bars.svg(width: width),
    ]
    for text in charts.flatMap({ SVGReader($0).all("text") }) where !text.text.contains("Quality of") {
      #expect(text.extent.lowerBound >= -0.01 && text.extent.upperBound <= width + 0.01, "\(text.text)")
    }
    #expect(
      SVGReader(charts[0]).all("title").contains { $0.text == long }, "a shortened name keeps the whole as a tooltip")
  }

  @Test func `names of lines that end together do not touch and stay in the plot`() {
    let ends = SVGReader(Self.lines.svg()).all("text").filter { ["training", "validation", "third"].contains($0.text) }
      .map { $0.number("y") }.sorted()
    #expect(ends.count == 3)
    for (upper, lower) in zip(ends, ends.dropFirst()) { #expect(lower - upper >= 14) }
    #expect(ends.allSatisfy { $0 <= 274 })
    #expect(LineChart.spread([10, 11, 12], upTo: 30) == [0, 15, 30])
    #expect(LineChart.spread([10, 200], upTo: 270) == [10, 200])
  }

  @Test func `a chart without data says so instead of failing`() {
    let empty = LineChart(title: "Loss", description: "none", xLabel: "step", yLabel: "loss", lines: [])
    #expect(SVGReader(empty.svg()).texts.contains("–"))
    #expect(SVGReader(BarChart(title: "t", description: "d", bars: []).svg()).wellFormed)
    let nothing = IntervalChart(
      title: "t", description: "d", axisLabel: "a", series: ["s"],
      rows: [.init(label: "r", points: [.init(value: .nan, lower: 0, upper: 1)])], range: 0...1)
    #expect(SVGReader(nothing.svg()).wellFormed && !nothing.svg().contains("nan"))
  }

  @Test func `a difference chart shows its zero line`() {
    let chart = IntervalChart(
      title: "t", description: "d", axisLabel: "points", series: ["s"],
      rows: [.init(label: "lora − rag", points: [.init(value: -5, lower: -20, upper: 10)])], range: -30...30)
    let zero = SVGReader(chart.svg()).all("line").filter { $0.attributes["style"]?.contains("--muted") == true }
    #expect(zero.count == 1)
  }

  @Test(arguments: [
    (0.0, 100.0, ["0", "20", "40", "60", "80", "100"]), (0, 0.3, ["0.0", "0.1", "0.2", "0.3"]),
    (-1, 1, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
  ])
  func `ticks are round numbers, zero without a sign`(lower: Double, upper: Double, labels: [String]) {
    let count = labels.count == 4 ? 3 : 5
    #expect(Scale(lower...upper, from: 0, to: 1).ticks(about: count).map(\.label) == labels)
  }

  @Test(arguments: [
    (1.25, 1, "1.3"), (-0.04, 1, "0.0"), (-2.5, 2, "−2.50"), (0.005, 2, "0.01"), (.nan, 1, "–"), (12345, 0, "12345"),
  ])
  func `numbers have the decimals asked for`(value: Double, decimals: Int, text: String) {
    #expect(Markup.fixed(value, decimals: decimals) == text)
  }

  @Test func `numbers in running text lose their zeros`() {
    #expect(
      Markup.number(40) == "40" && Markup.number(40.5) == "40.5" && Markup.number(0.00004, decimals: 5) == "0.00004")
    #expect(
      Markup.number(100, decimals: 0) == "100" && Markup.number(-2.5) == "-2.5" && Markup.number(.infinity) == "–")
  }
}

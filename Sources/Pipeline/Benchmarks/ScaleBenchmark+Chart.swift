import Charts

extension ScaleBenchmark {
  /// How time and memory of the commands grow with the chunks, as an SVG file.
  public static func chart(_ results: [ScaleBenchmark]) -> String {
    let steps = results.first?.steps ?? []
    func lines(_ value: (Step) -> Double) -> [LineChart.Line] {
      steps.indices.map { index in
        LineChart.Line(
          name: name(of: steps[index]),
          points: results.filter { index < $0.steps.count }.map { (Double($0.chunks), value($0.steps[index])) })
      }
    }
    let chart = GrowthChart(
      title: "Commands by the number of chunks / チャンクの数と各コマンドの所要時間・メモリー",
      description: "Seconds and the peak of memory of "
        + steps.map { name(of: $0) }.joined(separator: ", ") + " for "
        + results.map { "\($0.chunks)" }.joined(separator: ", ") + " chunks.",
      xLabel: "chunks / チャンクの数",
      plots: [
        GrowthChart.Plot(yLabel: "seconds / 秒", lines: lines(\.seconds)),
        GrowthChart.Plot(yLabel: "MiB at most / 最大 MiB", lines: lines { Double($0.peakBytes) / 1_048_576 }),
      ])
    return ChartFile.text(chart.svg())
  }

  private static func name(of step: Step) -> String {
    step.isAfterChange ? "\(step.command) (1 changed / 変更後)" : step.command
  }
}

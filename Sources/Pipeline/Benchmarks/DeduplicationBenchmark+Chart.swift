import Charts

extension DeduplicationBenchmark {
  /// How time and memory grow with the questions, as an SVG file.
  public static func chart(_ results: [DeduplicationBenchmark]) -> String {
    func line(_ name: String, _ value: (DeduplicationBenchmark) -> Double) -> LineChart.Line {
      LineChart.Line(name: name, points: results.map { (Double($0.questions), value($0)) })
    }
    let chart = GrowthChart(
      title: "Curation by the number of questions / 質問の数とデータセット作成の所要時間・メモリー",
      description: "Seconds of deduplication, ranks, division and writing, and the peak of memory, for "
        + results.map { "\($0.questions)" }.joined(separator: ", ") + " questions.",
      xLabel: "questions and passages / 質問と文章の数",
      plots: [
        GrowthChart.Plot(
          yLabel: "seconds / 秒",
          lines: [
            line("deduplicated / 重複の除去") { $0.seconds }, line("ranked / 順位の判定") { $0.rankSeconds },
            line("divided / 分割") { $0.splitSeconds }, line("certified and written / 証明と書き出し") { $0.freezeSeconds },
          ]),
        GrowthChart.Plot(
          yLabel: "MiB at most / 最大 MiB", lines: [line("memory / メモリー") { Double($0.peakBytes) / 1_048_576 }]),
      ])
    return ChartFile.text(chart.svg())
  }
}

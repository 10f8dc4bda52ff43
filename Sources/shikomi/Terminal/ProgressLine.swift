import Pipeline
import Records

/// Turns events into text: one live line on a terminal, plain lines otherwise (at the beginning, every ten seconds, at
/// the end).
struct ProgressLine {
  private let isLive: Bool
  private let language: Language
  private var isShown = false
  private var started = ContinuousClock.now
  private var lastShown = ContinuousClock.now
  private var doneBefore = 0

  init(isLive: Bool, language: Language) {
    self.isLive = isLive
    self.language = language
  }

  /// What takes the live line away.
  mutating func erase() -> String {
    guard isShown else { return "" }
    isShown = false
    return "\r\u{1B}[K"
  }

  mutating func text(for event: StageEvent, now: ContinuousClock.Instant) -> String {
    switch event {
    case .began(let stage, let total, let done):
      started = now
      lastShown = now
      doneBefore = done
      return total == done ? "" : show(line(stage, done, total, "", now))
    case .advanced(let stage, let done, let total, let label):
      let pause: Duration = isLive ? .milliseconds(100) : .seconds(10)
      guard now - lastShown >= pause || (isLive && done == total) else { return "" }
      lastShown = now
      return show(line(stage, done, total, label[language], now))
    case .dropped: return ""
    case .note(let stage, let text): return erase() + "\(stage)  \(text[language])\n"
    case .ended(let summary): return erase() + ended(summary) + "\n"
    }
  }

  private mutating func show(_ line: String) -> String {
    guard isLive else { return line + "\n" }
    let text = erase() + "\r" + TextWidth.cut(line, to: 79)
    isShown = true
    return text
  }

  private func line(
    _ stage: String, _ done: Int, _ total: Int, _ label: String, _ now: ContinuousClock.Instant
  ) -> String {
    let seconds = (now - started) / .seconds(1)
    let worked = Double(done - doneBefore)
    var parts = [stage, "\(done)/\(total)", "\(total == 0 ? 100 : done * 100 / total) %"]
    if worked > 0, seconds > 0.5 {
      let rate = worked / seconds
      parts.append(rate >= 10 ? "\(Int(rate))/s" : "\((rate * 10).rounded() / 10)/s")
      if done < total {
        let left = Self.clock(Double(total - done) / rate)
        parts.append(language == .ja ? "残り \(left)" : "\(left) left")
      }
    }
    if !label.isEmpty { parts.append(label) }
    return parts.joined(separator: "  ")
  }

  private func ended(_ summary: StageSummary) -> String {
    guard summary.worked > 0 else {
      return "\(summary.stage)  "
        + (language == .ja ? "変更はありません（\(summary.total) 件）" : "nothing new (\(summary.total))")
    }
    let unchanged = summary.total - summary.worked
    let dropped = summary.drops.values.reduce(0, +)
    var text = BilingualText(
      en: "\(summary.stage)  \(summary.total): \(summary.worked) done",
      ja: "\(summary.stage)  全 \(summary.total) 件: 処理 \(summary.worked)")
    func add(_ count: Int, _ en: String, _ ja: String) {
      guard count > 0 else { return }
      text.en += en
      text.ja += ja
    }
    add(unchanged, ", \(unchanged) unchanged", "、変更なし \(unchanged)")
    add(1, "; \(summary.kept) kept", "／採用 \(summary.kept)")
    add(dropped, ", \(dropped) in the ledger", "、記録 \(dropped)")
    return text[language] + "  \(Self.clock(summary.seconds))"
  }

  private static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    let rest = whole % 60
    return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest)"
  }
}

public import Records

/// The arms' names as people read them.
public enum ArmName {
  /// The name in both languages; an unknown arm (an endpoint) keeps its own.
  public static func text(_ arm: String) -> BilingualText {
    switch arm {
    case "base": BilingualText(en: "the base model", ja: "元のモデル")
    case "few-shot": BilingualText(en: "few-shot", ja: "例示（few-shot）")
    case "rag": BilingualText(en: "retrieval (RAG)", ja: "検索（RAG）")
    case "lora": BilingualText(en: "LoRA", ja: "LoRA")
    case "lora+rag": BilingualText(en: "LoRA with retrieval", ja: "LoRAと検索の併用")
    case "raft+rag": BilingualText(en: "LoRA trained for retrieval, with retrieval", ja: "検索向けに学習したLoRAと検索の併用")
    case "oracle": BilingualText(en: "the gold passage in the prompt", ja: "正解を含む文章を与えた場合")
    default: BilingualText(en: arm, ja: arm)
    }
  }
}

/// The test sets' names as people read them.
public enum TrackName {
  /// The name in both languages.
  public static func text(_ track: DatasetSplit) -> BilingualText {
    switch track {
    case .testReworded:
      BilingualText(en: "reworded questions about documents used in training", ja: "学習に使った文書についての言い換えの質問")
    case .testUnseen:
      BilingualText(en: "questions about documents not used in training", ja: "学習に使っていない文書についての質問")
    case .train: BilingualText(en: "training questions", ja: "学習用の質問")
    case .validation: BilingualText(en: "validation questions", ja: "検証用の質問")
    }
  }
}

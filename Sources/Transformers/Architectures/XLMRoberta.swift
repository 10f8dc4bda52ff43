extension Architecture {
  /// XLM-R (Conneau et al. 2020): multilingual-e5-base and -large, bge-m3. BERT whose positions begin behind the padding
  /// token's id.
  static let xlmRoberta = Architecture("XLMRobertaModel", "XLMRobertaForMaskedLM", modelType: "xlm-roberta") {
    file throws(UnusableModel) in
    try PostNormEncoder(file, padding: 1).model(prefix: "roberta.")
  }
}

/// The columns of a dataset's files under `dataset_info`, as `datasets` reads them from the card.
///
/// Without them it guesses each file's columns from its values, and fails where one part has only text documents, whose
/// evidence has no rectangles, and another has PDFs.
enum DatasetColumns {
  static let yaml = """
      features:
      - name: evidence
        list:
        - name: chunk
          dtype: string
        - name: document
          dtype: string
        - name: end
          dtype: int64
        - name: page
          dtype: int64
        - name: quote
          dtype: string
        - name: rects
          list:
          - name: page
            dtype: int64
          - name: rect
            sequence: float64
        - name: sha256
          dtype: string
        - name: start
          dtype: int64
      - name: fact
        dtype: string
      - name: id
        dtype: string
      - name: language
        dtype: string
      - name: messages
        list:
        - name: content
          dtype: string
        - name: role
          dtype: string
      - name: type
        dtype: string
      - name: weight
        dtype: float64
    """
}

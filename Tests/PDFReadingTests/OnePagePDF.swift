/// A PDF of one page of 595 × 842 points with these instructions, a font `F` and what else they name; `drawing` is what
/// `/D Do` draws.
func pdf(_ content: [String], annotations: String = "", resources: String = "", drawing: String = "") -> String {
  let stream = content.joined(separator: "\n")
  return """
    %PDF-1.4
    1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
    2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
    3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [\(annotations)]
      /Resources <<\(resources) /XObject <</D 5 0 R>> /Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>>> endobj
    4 0 obj <</Length \(stream.utf8.count)>> stream
    \(stream)
    endstream endobj
    5 0 obj <</Type /XObject /Subtype /Form /BBox [0 0 595 842] /Length \(drawing.utf8.count)>> stream
    \(drawing)
    endstream endobj
    trailer <</Root 1 0 R>>
    %%EOF
    """
}

// Pipeline: see Sources/Pipeline/Pipeline.docc/Modules.md

/// What the daemon can do. A struct of services and nothing else: a new ability is a new file in `Services/`, never a
/// new member with a body here.
package struct Memory: Sendable {
    package let sessions: SessionService
    package let turns: TurnService
    package let recall: RecallService
    package let library: TraceLibrary
    package let items: ItemLibrary
    package let curation: CurationService
    package let traces: TraceCuration
    package let forgetting: ForgettingService
    package let retention: RetentionService
    package let packages: SkillPackageService
    package let feedback: FeedbackService
    package let imports: ImportService
    package let archive: ArchiveService
    package let book: BookService
    package let deliveries: DeliveryService
    package let insights: InsightService
    package let vectors: VectorService
    package let projects: ProjectService
    package let hub: HubService
    package let models: any ModelBoard

    package init(
        sessions: SessionService, turns: TurnService, recall: RecallService, library: TraceLibrary,
        items: ItemLibrary, curation: CurationService, traces: TraceCuration,
        forgetting: ForgettingService, retention: RetentionService, packages: SkillPackageService,
        feedback: FeedbackService,
        imports: ImportService, archive: ArchiveService, book: BookService,
        deliveries: DeliveryService, insights: InsightService, vectors: VectorService, projects: ProjectService,
        hub: HubService, models: any ModelBoard = NoModelBoard()
    ) {
        self.sessions = sessions
        self.turns = turns
        self.recall = recall
        self.library = library
        self.items = items
        self.curation = curation
        self.traces = traces
        self.forgetting = forgetting
        self.retention = retention
        self.packages = packages
        self.feedback = feedback
        self.imports = imports
        self.archive = archive
        self.book = book
        self.deliveries = deliveries
        self.insights = insights
        self.vectors = vectors
        self.projects = projects
        self.hub = hub
        self.models = models
    }
}

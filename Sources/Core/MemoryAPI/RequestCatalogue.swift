/// Every request of the core, once. Faces, documents and tests are held against this list.
package enum RequestCatalogue {
    package static let requests: [any MemoryRequest.Type] = [
        CoreInit.self, SessionOpen.self, SessionClose.self, SessionCompacted.self, SessionContext.self,
        EpisodeOpen.self,
        EpisodeClose.self, TurnStart.self, TurnRecordCall.self, TurnRecordAnswer.self, TurnEnd.self,
        SubagentRecord.self,
        FeedbackSubmit.self, MemorySearch.self, RetrievalQuery.self, GetTrace.self, GetPolicy.self,
        GetWorldModel.self, ShowObject.self, ListEpisodes.self, Timeline.self, ListTraces.self, ListTurns.self,
        ListWorldModels.self, SkillList.self, SkillGet.self, SkillArchive.self, ImportPlan.self, ImportRun.self,
        ExportPage.self, ExportRestore.self, ProjectList.self, ProjectMerge.self, ProjectMove.self,
        ProjectRename.self, PolicyList.self, PolicyArchive.self, PolicyEdit.self, WorldArchive.self, WorldThumb.self,
        SkillThumb.self, SkillActivate.self, MemoryHistory.self, MemoryUndo.self, MemoryForget.self, EpisodeList.self,
        EpisodeGet.self, FeedbackList.self, ToolList.self, ToolUse.self, SkillExport.self, SkillImport.self,
        SkillPending.self, SkillApprove.self, SkillRefuse.self, ModelsList.self, ModelsTest.self, ModelsUsage.self,
        PolicyEvidence.self, PolicyActivate.self, PolicyMerge.self, WorldEvidence.self, WorldActivate.self,
        WorldEdit.self, RecallTry.self, RecallList.self, RecallGet.self, GetSkill.self, SkillTrials.self,
        SkillMarkdown.self, SkillTest.self, SkillFolders.self, SkillInstall.self, SkillUninstall.self,
        ItemShareChange.self, AnalyticsGet.self, HostsDelivery.self, TurnLife.self, MemoryFacets.self,
        TraceEditing.self, TraceMarking.self, CurationUndo.self, HubStatus.self, HubJoin.self, HubLeave.self,
        HubDiscover.self, HubSync.self, HubPull.self, HubSearch.self, HubPreview.self, HubShare.self, HubPublish.self,
        HubUnshare.self, HubShared.self, HubReview.self, HubItem.self, HubApprove.self, HubRefuse.self,
        HubReceived.self, HubTrust.self, HubUntrust.self, HubTrusted.self, HubMembers.self, HubGroups.self,
        HubRevocations.self, HubGrant.self, HubReject.self, HubRevoke.self, HubInvite.self, HubInvites.self,
        HubCancelInvite.self, HubTokens.self, HubRotateToken.self, HubRevokeToken.self, HubAudit.self,
        HubAuditExport.self, HubHealth.self,
    ]
}

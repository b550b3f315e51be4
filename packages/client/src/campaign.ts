// Ten fields for each touch of a campaign, for contracts of web sites; apart from the authoring door, which every program loads.
export { campaignFields, type CampaignFields, type Channel, type ClickId } from '@plainsight/contract/campaign'
